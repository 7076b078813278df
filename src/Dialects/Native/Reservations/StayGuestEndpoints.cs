using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Reservations;

/// <summary>What the guest of a stay was told, and what happened to the stay.</summary>
internal static class StayGuestEndpoints
{
    private const string Stay = $"{ReservationEndpoints.Stays}/{{id}}";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.ReservationsWrite, Noun.Reservation)
            .MapPost($"{Stay}/send", SendAsync)
            .As(
                "sendReservation",
                "Sends the guest once more what they were told: their page, and what opens the doors. What became of it is told by the messages.",
                takes: NativeJson.Wire.SendStayBody,
                tells: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.ReservationsRead, Noun.Reservation)
            .MapGet($"{Stay}/messages", MessagesAsync)
            .As(
                "listReservationMessages",
                "What the guest was told, newest first, and what is known of its delivery; not what it says.",
                tells: NativeJson.Wire.ListBodyStayMessageBody,
                asks: [Asks.Page]
            );
        native
            .Needs(Permission.AuditRead, Noun.Reservation)
            .MapGet($"{Stay}/events", EventsAsync)
            .As(
                "listReservationEvents",
                "What happened to a stay, newest first, and where its codes were shown. That it is read is recorded once an hour.",
                tells: NativeJson.Wire.EventPageBody,
                asks: [Asks.Limit, Asks.Text("before", "The id of an event: what is older than that.")]
            );
    }

    private static Task<NativeAnswer> SendAsync(string id, NativeCaller caller, NativeInput given, SendStay send, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.SendStayBody);
        return given.ActAsync(() => send.RunAsync(caller.Caller, IdOf(id), body!.Ways, cancel), id);
    }

    private static Task<NativeAnswer> MessagesAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        StayMessages messages,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => messages.ListAsync(caller.Caller, IdOf(id), page, cancel),
            seen => given.List(page, seen, StayMessageBody.Of),
            NativeJson.Wire.ListBodyStayMessageBody
        );
    }

    private static Task<NativeAnswer> EventsAsync(string id, NativeCaller caller, NativeInput given, StayEvents events, CancellationToken cancel)
    {
        var (size, before) = (given.Limit(), given.Text("before"));
        var place = before is null ? null : EventIds.Number(before);
        if (before is not null && place is null)
        {
            given.Refuse("'before' is the id of an event.");
        }

        return given.AnswerAsync(
            () => events.ListAsync(caller.Caller, IdOf(id), place, size, cancel),
            EventPageBody.Of,
            NativeJson.Wire.EventPageBody
        );
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.ReservationUuid, id);
}
