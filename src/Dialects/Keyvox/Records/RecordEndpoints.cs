using System.Globalization;
using Latchwork.Dialects.Keyvox.Lockers;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Records;

/// <summary>What happened at a door, and the search over all doors (6.11, 6.12).</summary>
internal static class RecordEndpoints
{
    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.AuditRead, Noun.Lock).MapPost("/v1/getLockHistory", HistoryAsync);
        keyvox.Needs(Permission.AuditRead, Noun.AuditEvent).MapPost("/v1/locks/events", SearchAsync);
    }

    private static Task<KeyvoxAnswer> HistoryAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        DoorEvents events,
        BoxRecords boxes,
        CancellationToken cancel
    )
    {
        if (given.Id("deviceId", WireIdKind.KeyvoxLocker) is not null)
        {
            return LockerEndpoints.HistoryAsync(caller, given, boxes, CursorOf(given), cancel);
        }

        var (smartLock, unit) = (given.Id("lockId", WireIdKind.KeyvoxLock), given.Id("unitId", WireIdKind.KeyvoxUnit));
        if (smartLock is null && unit is null)
        {
            given.Refuse("lockId");
        }

        var filter = new DoorEventsFilter(EventTypes.Done)
        {
            Locks = smartLock is { } one ? [one] : null,
            Unit = unit,
            From = given.Instant("sTime"),
            Until = given.Instant("eTime"),
            After = CursorOf(given),
            Page = new PageRequest(1, given.Records()),
        };
        return given.AnswerAsync(
            () => events.ListAsync(caller.Caller, filter, cancel),
            found => new HistoryBody(
                [.. found.Items.Select(HistoryItem.Of)],
                found.Total > found.Items.Count ? found.Items[^1].Number.ToString(CultureInfo.InvariantCulture) : "",
                Paging.Text(found.Items.Count)
            ),
            KeyvoxJson.Wire.HistoryBody
        );
    }

    private static Task<KeyvoxAnswer> SearchAsync(KeyvoxCaller caller, KeyvoxInput given, DoorEvents events, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new DoorEventsFilter(EventTypes.Of(TypesOf(given), given.OneOf("value", "0", "1")))
        {
            Locks = (given.Texts("lockIds") ?? given.Texts("lockId"))?.Select(id => new WireId(WireIdKind.KeyvoxLock, id)).ToList(),
            Unit = given.Id("unitId", WireIdKind.KeyvoxUnit),
            Site = given.Id("placeId", WireIdKind.KeyvoxPlace),
            Person = given.Id("uid", WireIdKind.KeyvoxUser),
            From = given.Instant("sTime"),
            Until = given.Instant("eTime"),
            Text = given.Text("searchWord", 200),
            Page = page,
        };
        return given.AnswerAsync(
            () => events.ListAsync(caller.Caller, filter, cancel),
            found => new EventListBody(
                [.. found.Items.Select(told => EventItem.Of(told, withTelephone: caller.SeesTelephones))],
                Paging.Text(found.Total),
                Paging.Text(page.Number),
                Paging.Text(page.Size)
            ),
            KeyvoxJson.Wire.EventListBody
        );
    }

    private static long? CursorOf(KeyvoxInput given)
    {
        if (given.Text("position") is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1L << 48)
        {
            return number;
        }

        given.Refuse("position");
        return null;
    }

    private static IReadOnlyList<string>? TypesOf(KeyvoxInput given)
    {
        var types = given.Texts("etype");
        if (types?.All(EventTypes.IsType) == false)
        {
            given.Refuse("etype");
        }

        return types;
    }
}
