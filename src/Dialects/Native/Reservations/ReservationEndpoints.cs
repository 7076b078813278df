using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Reservations;

/// <summary>Stays: who is where, when, and how sure it is that they get in.</summary>
internal static class ReservationEndpoints
{
    internal const string Stays = $"{NativeDialect.Root}/reservations";
    private const string Free = $"{NativeDialect.Root}/free-units";
    private const string Blocks = $"{NativeDialect.Root}/blocks";

    private static readonly Tagged<ReservationView, ReservationBody> Stay = Tagged.Of(
        (ReservationQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.FindAsync(caller.Caller, IdOf(id), withDigits: false, cancel),
        ReservationBody.Of,
        NativeJson.Wire.ReservationBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.ReservationsRead, Noun.Reservation)
            .MapGet(Stays, ListAsync)
            .As(
                "listReservations",
                "Stays, by their start.",
                tells: NativeJson.Wire.ListBodyReservationBody,
                asks:
                [
                    Asks.Page,
                    Asks.Id("siteId", "At this site."),
                    Asks.Id("unitId", "With this unit."),
                    Asks.Instant("from", "Not over by then."),
                    Asks.Instant("until", "Begun before this."),
                    Asks.Text("search", "Part of the guest's name; or all of the telephone number or e-mail address."),
                    Asks.Word<StayState>("state", "In this state."),
                    Asks.Flag("open", "Without those that were cancelled or are over."),
                    Asks.Flag("verdict", "With the codes of each, and how sure it is that its guest gets in."),
                ]
            );
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost(Stays, BookAsync)
            .As(
                "book",
                "Books units for somebody, with a code on every lock of each: all of it, or nothing.",
                takes: NativeJson.Wire.NewReservationBody,
                makes: NativeJson.Wire.BookedBody
            );
        native
            .Needs(Permission.ReservationsRead, Noun.Reservation)
            .MapGet($"{Stays}/{{id}}", FindAsync)
            .As(
                "getReservation",
                "A stay, its codes without digits, and how sure it is that the guest gets in.",
                tells: NativeJson.Wire.ReservationBody,
                tagged: Stay
            );
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPatch($"{Stays}/{{id}}", ChangeAsync)
            .As(
                "changeReservation",
                "Moves a stay, or changes what is kept of it; its codes follow.",
                takes: NativeJson.Wire.ReservationChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Stay
            );
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stays}/{{id}}/cancel", CancelAsync)
            .As("cancelReservation", "Ends a stay before anybody came.", tells: NativeJson.Wire.ChangedBody);
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stays}/{{id}}/check-in", CheckInAsync)
            .As("checkIn", "The guest is there.", tells: NativeJson.Wire.ChangedBody, asks: [Asks.Id("unitId", "Of this unit alone.")]);
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stays}/{{id}}/check-out", CheckOutAsync)
            .As(
                "checkOut",
                "The guest has left: the codes end at once.",
                tells: NativeJson.Wire.ChangedBody,
                asks: [Asks.Id("unitId", "Of this unit alone.")]
            );
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stays}/{{id}}/approve", ApproveAsync)
            .As("approveReservation", "Approves a request, which gets its codes then.", tells: NativeJson.Wire.ChangedBody);
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stays}/{{id}}/refuse", RefuseAsync)
            .As("refuseReservation", "Refuses a request.", tells: NativeJson.Wire.ChangedBody);
        native
            .Needs(Permission.PeopleErase, Noun.Reservation)
            .MapDelete($"{Stays}/{{id}}/guest", EraseAsync)
            .As(
                "eraseGuest",
                "Takes the guest out of a stay: what they are called and how they are reached.",
                tells: NativeJson.Wire.MadeBody,
                tagged: Stay,
                stepUp: true
            );
        native
            .Needs(Permission.ReservationsWrite, Noun.Unit)
            .MapPost(Blocks, BlockAsync)
            .As("blockUnits", "Takes units out of use for a time.", takes: NativeJson.Wire.NewBlockBody, makes: NativeJson.Wire.BookedBody);
        native
            .Needs(Permission.ReservationsRead, Noun.Unit)
            .MapGet(Free, FreeAsync)
            .As(
                "listFreeUnits",
                "Units and when they are free in a time.",
                tells: NativeJson.Wire.ListBodyFreeUnitBody,
                asks:
                [
                    Asks.Page,
                    Asks.Instant("from", "The start of the time; needed."),
                    Asks.Instant("until", "Its end; needed."),
                    Asks.Id("siteId", "Of this site."),
                    Asks.Id("planId", "Of this plan."),
                    Asks.Number("guests", "For so many."),
                    Asks.Flag("whole", "Free for all of it."),
                ]
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, ReservationQueries stays, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new ReservationsFilter(page)
        {
            Site = given.Named("siteId", WireIdKind.SiteUuid),
            Unit = given.Named("unitId", WireIdKind.UnitUuid),
            From = given.Instant("from"),
            Until = given.Instant("until"),
            Search = given.Text("search"),
            State = given.Word<StayState>("state"),
            OnlyOpen = given.Flag("open") ?? false,
            WithVerdict = given.Flag("verdict") ?? false,
        };
        return given.AnswerAsync(
            () => stays.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => given.List(page, seen, ReservationBody.Of),
            NativeJson.Wire.ListBodyReservationBody
        );
    }

    private static Task<NativeAnswer> BookAsync(
        NativeCaller caller,
        NativeInput given,
        BookReservation book,
        BookedBefore booked,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewReservationBody);
        return given.ActAsync(
            () => Given(body!.Request(), request => book.RunAsync(caller.Caller, request, cancel)),
            Booked,
            former => booked.AgainAsync(caller, former, cancel)
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Stay.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeReservation change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.ReservationChangeBody);
        return given.ActAsync(() => Given(body!.Changes(), changes => change.RunAsync(caller.Caller, IdOf(id), changes, cancel)), id);
    }

    private static Task<NativeAnswer> CancelAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        CancelReservation stop,
        CancellationToken cancel
    ) => given.CountAsync(() => stop.RunAsync(caller.Caller, IdOf(id), cancel), Changed, NativeJson.Wire.ChangedBody);

    /// <summary>Of one unit by <c>unitId</c>, else of all.</summary>
    private static Task<NativeAnswer> CheckInAsync(string id, NativeCaller caller, NativeInput given, CheckIn checkIn, CancellationToken cancel)
    {
        var unit = given.Named("unitId", WireIdKind.UnitUuid);
        return given.CountAsync(() => checkIn.RunAsync(caller.Caller, IdOf(id), unit, cancel), Changed, NativeJson.Wire.ChangedBody);
    }

    /// <inheritdoc cref="CheckInAsync"/>
    private static Task<NativeAnswer> CheckOutAsync(string id, NativeCaller caller, NativeInput given, CheckOut checkOut, CancellationToken cancel)
    {
        var unit = given.Named("unitId", WireIdKind.UnitUuid);
        return given.CountAsync(() => checkOut.RunAsync(caller.Caller, IdOf(id), unit, cancel), Changed, NativeJson.Wire.ChangedBody);
    }

    private static Task<NativeAnswer> ApproveAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        DecideReservation decide,
        CancellationToken cancel
    ) => given.CountAsync(() => decide.RunAsync(caller.Caller, IdOf(id), approve: true, cancel), Changed, NativeJson.Wire.ChangedBody);

    private static Task<NativeAnswer> RefuseAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        DecideReservation decide,
        CancellationToken cancel
    ) => given.CountAsync(() => decide.RunAsync(caller.Caller, IdOf(id), approve: false, cancel), Changed, NativeJson.Wire.ChangedBody);

    private static Task<NativeAnswer> EraseAsync(string id, NativeCaller caller, NativeInput given, EraseGuest erase, CancellationToken cancel) =>
        given.ActAsync(() => erase.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static Task<NativeAnswer> BlockAsync(
        NativeCaller caller,
        NativeInput given,
        BlockUnit block,
        BookedBefore booked,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewBlockBody);
        return given.ActAsync(
            () =>
                Given(
                    body!.Times(),
                    times =>
                        block.RunAsync(
                            caller.Caller,
                            [.. body.UnitIds.Select(id => NativeInput.Id(WireIdKind.UnitUuid, id))],
                            times.StartsAt,
                            times.EndsAt,
                            body.Because,
                            cancel
                        )
                ),
            Booked,
            former => booked.AgainAsync(caller, former, cancel)
        );
    }

    private static Task<NativeAnswer> FreeAsync(NativeCaller caller, NativeInput given, RoomSearch search, CancellationToken cancel)
    {
        var (page, from, until) = (given.Page(), given.Instant("from"), given.Instant("until"));
        var wanted = new RoomsWanted(new Period(from ?? default, until ?? default), page)
        {
            Site = given.Named("siteId", WireIdKind.SiteUuid),
            Plan = given.Named("planId", WireIdKind.RoomPlanUuid),
            Guests = given.Number("guests"),
            WholeOnly = given.Flag("whole") ?? false,
        };
        return given.AnswerAsync(
            () => search.RunAsync(caller.Caller, caller.Tenant, wanted, cancel),
            seen => given.List(page, seen, FreeUnitBody.Of),
            NativeJson.Wire.ListBodyFreeUnitBody
        );
    }

    private static Task<Outcome<T>> Given<TGiven, T>(Outcome<TGiven> given, Func<TGiven, Task<Outcome<T>>> run) =>
        given.IsRefused(out var invalid, out var value) ? Task.FromResult<Outcome<T>>(invalid) : run(value);

    private static Task<NativeAnswer> Booked(BookedStay booked) => Task.FromResult(BookedBefore.Answer(BookedBody.Of(booked)));

    private static ChangedBody Changed(int count) => new(count);

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.ReservationUuid, id);
}
