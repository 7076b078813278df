using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>Bookings (9.6 to 9.10, and 6.14). Each is served under its documented path and under the overview's name (KeyvoxPaths).</summary>
internal static class OrderEndpoints
{
    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/create", CreateAsync);
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/update", UpdateAsync);
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/updateCheckout", UpdateCheckoutAsync);
        keyvox.Needs(Permission.ReservationsRead, Noun.Reservation).MapPost("/bacsorder/detail", DetailAsync);
        keyvox.Needs(Permission.ReservationsRead, Noun.Reservation).MapPost("/bacsorder/list", ListAsync);
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/cancel", CancelAsync);
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/checkin", CheckInAsync);
        keyvox.Needs(Permission.ReservationsWrite, Noun.Reservation).MapPost("/bacsorder/checkout", CheckOutAsync);
        keyvox.Needs(Permission.ReservationsRead, Noun.Unit).MapPost("/v1/getBookingOrders", OfUnitAsync);
    }

    private static Task<KeyvoxAnswer> CreateAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        BookReservation book,
        Orders orders,
        CancellationToken cancel
    )
    {
        var request = OrderReader.Request(given);
        return given.ActAsync(
            () => book.RunAsync(caller.Caller, request, cancel),
            booked => orders.ActedOnAsync(caller, new WireId(WireIdKind.KeyvoxOrder, booked.KeyvoxId), cancel),
            row => orders.ActedOnAsync(caller, row, cancel)
        );
    }

    private static Task<KeyvoxAnswer> UpdateAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        ChangeReservation change,
        Orders orders,
        CancellationToken cancel
    ) => ChangeAsync(caller, given, given.Stay(), OrderReader.Changes(given), change, orders, cancel);

    /// <summary>The small call for a later check-out (9.7).</summary>
    private static Task<KeyvoxAnswer> UpdateCheckoutAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        ChangeReservation change,
        Orders orders,
        CancellationToken cancel
    )
    {
        var changes = new ReservationChanges { EndsAt = StayTime.At(given.NeededInstant("checkout")) };
        return ChangeAsync(caller, given, given.Stay(), changes, change, orders, cancel);
    }

    private static Task<KeyvoxAnswer> ChangeAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        NamedStay stay,
        ReservationChanges changes,
        ChangeReservation change,
        Orders orders,
        CancellationToken cancel
    ) =>
        given.ActAsync(
            () => change.RunAsync(caller.Caller, stay, changes, cancel),
            _ => orders.ActedOnAsync(caller, stay.Id, cancel),
            row => orders.ActedOnAsync(caller, row, cancel)
        );

    private static async Task<KeyvoxAnswer> DetailAsync(KeyvoxCaller caller, KeyvoxInput given, Orders orders, CancellationToken cancel)
    {
        var stay = given.Stay();
        return given.Refusal is { } wrong ? wrong : await orders.WholeAsync(caller, stay, cancel);
    }

    private static Task<KeyvoxAnswer> ListAsync(KeyvoxCaller caller, KeyvoxInput given, ReservationQueries stays, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new ReservationsFilter(page)
        {
            Site = given.Id("placeId", WireIdKind.KeyvoxPlace),
            From = given.Instant("fromDate"),
            Until = given.Instant("toDate"),
            Search = given.Text("searchWord"),
            OnlyOpen = given.Flag("total") ?? false,
            IsAssigned = given.Flag("isAssigned"),
        };
        return given.AnswerAsync(
            () => stays.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            found => ListData<OrderData>.Of(found, page, stay => OrderData.Of(stay, caller.SeesTelephones)),
            OrderJson.Wire.ListDataOrderData
        );
    }

    private static Task<KeyvoxAnswer> CancelAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CancelReservation stop,
        Orders orders,
        CancellationToken cancel
    )
    {
        var stay = given.Stay();
        return given.ActAsync(
            () => stop.RunAsync(caller.Caller, stay, cancel),
            Counted,
            row => orders.CountAsync(caller, row, unit: null, _ => true, cancel)
        );
    }

    private static Task<KeyvoxAnswer> CheckInAsync(KeyvoxCaller caller, KeyvoxInput given, CheckIn checkIn, Orders orders, CancellationToken cancel)
    {
        var (stay, unit) = (given.Stay(), given.Id("unitId", WireIdKind.KeyvoxUnit));
        return given.ActAsync(
            () => checkIn.RunAsync(caller.Caller, stay, unit, cancel),
            Counted,
            row => orders.CountAsync(caller, row, unit, one => one.CheckedInAt is not null, cancel)
        );
    }

    private static Task<KeyvoxAnswer> CheckOutAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CheckOut checkOut,
        Orders orders,
        CancellationToken cancel
    )
    {
        var (stay, unit) = (given.Stay(), given.Id("unitId", WireIdKind.KeyvoxUnit));
        return given.ActAsync(
            () => checkOut.RunAsync(caller.Caller, stay, unit, cancel),
            Counted,
            row => orders.CountAsync(caller, row, unit, one => one.CheckedOutAt is not null, cancel)
        );
    }

    private static Task<KeyvoxAnswer> OfUnitAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        ReservationQueries stays,
        UnitQueries units,
        CancellationToken cancel
    )
    {
        var unit = given.NeededId("unitId", WireIdKind.KeyvoxUnit);
        return given.AnswerAsync(
            async () =>
                (await units.FindAsync(caller.Caller, unit, cancel)).Error is { } unknown
                    ? unknown
                    : await stays.OfUnitAsync(caller.Caller, caller.Tenant, unit, withDigits: true, cancel),
            found => found.Where(stay => stay.State.HasCodes()).Select(stay => UnitOrderData.Of(stay, unit.Text)).ToArray(),
            OrderJson.Wire.UnitOrderDataArray
        );
    }

    private static Task<KeyvoxAnswer> Counted(int changed) => Task.FromResult(KeyvoxAnswer.Count(changed));

    /// <summary>The booking, and the place where it is said to be.</summary>
    private static NamedStay Stay(this KeyvoxInput given) =>
        new(given.NeededId("orderId", WireIdKind.KeyvoxOrder), given.Id("placeId", WireIdKind.KeyvoxPlace));
}
