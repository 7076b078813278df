using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;

namespace Latchwork.Dialects.Native.Events;

/// <summary>The one list of events: in parts, as a stream, as a file; and what can be in it.</summary>
internal static class EventEndpoints
{
    private const string Events = $"{NativeDialect.Root}/events";
    private const string Types = $"{NativeDialect.Root}/event-types";

    private static readonly AskedParameter[][] Filters =
    [
        Asks.Texts("types", "Types of events, or the first part of their names."),
        Asks.Texts("lockIds", "At these locks."),
        Asks.Id("userId", "By this person, or about them."),
        Asks.Id("siteId", "At this site."),
    ];

    private static AskedParameter[] Since => Asks.Instant("since", "From here on.");

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet(Events, ReadAsync)
            .As(
                "listEvents",
                "A part of the list of events, from a place in it.",
                tells: NativeJson.Wire.EventPageBody,
                asks:
                [
                    .. Filters,
                    Asks.Text("after", "Forward from after the event of this id; 'end' for what comes from now on."),
                    Asks.Text("before", "Backward from before the event of this id."),
                    Since,
                    Asks.Limit,
                ]
            );
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet($"{Events}/stream", StreamAsync)
            .As(
                "streamEvents",
                "Events as they come, as server-sent events.",
                streams: ["text/event-stream"],
                asks:
                [
                    .. Filters,
                    Asks.Text("after", "After the event of this id; else from the end."),
                    Since,
                    Asks.Flag("follow", "False: ends where the list does."),
                    Asks.Header(EventStreams.ResumeHeader, "The last event that the reader has."),
                ]
            );
        native
            .Needs(Permission.AuditExport, Noun.AuditEvent)
            .MapGet($"{Events}/export", ExportAsync)
            .As(
                "exportEvents",
                "The events of a time as a file.",
                streams: ["application/jsonl", "text/csv"],
                asks:
                [
                    .. Filters,
                    Since,
                    Asks.Instant("until", "Before this."),
                    Asks.Word<ExportForm>("format", "As lines of JSON where it is absent."),
                ],
                stepUp: true
            );
        native
            .Own("read event types", isRead: true)
            .MapGet(Types, ListTypes)
            .As("listEventTypes", "What can be in the list of events.", tells: NativeJson.Wire.EventTypesBody);
        native
            .Own("read event types", isRead: true)
            .MapGet($"{Types}/{{type}}/{{version}}", FindSchema)
            .As("getEventSchema", "The JSON Schema of a type of event.", streams: ["application/schema+json"]);
    }

    private static Task<NativeAnswer> ReadAsync(NativeCaller caller, NativeInput given, EventFeed feed, CancellationToken cancel)
    {
        var filter = EventInput.Filter(given);
        var (place, isForward) = EventInput.Place(given);
        var limit = given.Limit();
        return given.AnswerAsync(
            () =>
                isForward
                    ? feed.AfterAsync(caller.Caller, caller.Tenant, filter, place, limit, cancel)
                    : feed.BeforeAsync(caller.Caller, caller.Tenant, filter, place, limit, cancel),
            EventPageBody.Of,
            NativeJson.Wire.EventPageBody
        );
    }

    private static Task<NativeAnswer> StreamAsync(
        NativeCaller caller,
        NativeInput given,
        [FromHeader(Name = EventStreams.ResumeHeader)] string? last,
        EventFeed feed,
        EventStreams streams,
        CancellationToken cancel
    )
    {
        var filter = EventInput.Filter(given);
        var place = EventInput.Resume(given, last);
        var follows = given.Flag("follow") ?? true;
        return given.AnswerAsync(
            () => feed.AfterAsync(caller.Caller, caller.Tenant, filter, place, EventStreams.Size, cancel),
            first => streams.Open(caller, filter, first, follows)
        );
    }

    private static Task<NativeAnswer> ExportAsync(NativeCaller caller, NativeInput given, ExportEvents export, CancellationToken cancel)
    {
        var filter = EventInput.Filter(given);
        var (from, until) = (given.Instant("since"), given.Instant("until"));
        var form = given.Word<ExportForm>("format") ?? ExportForm.Jsonl;
        var begin = from is { } since ? FeedPlace.Before(since) : FeedPlace.Beginning;
        return given.AnswerAsync(
            () => export.BeginAsync(caller.Caller, caller.Tenant, filter, (begin, until), NativeJson.Word(form), cancel),
            begun => new EventExport(form, export.PartsAsync(begun, cancel))
        );
    }

    private static NativeAnswer ListTypes(NativeCaller caller, NativeInput given) =>
        given.Refusal is { } refusal
            ? refusal
            : NativeAnswer.Body(new EventTypesBody([.. EventTypes.All.Select(EventTypeBody.Of)]), NativeJson.Wire.EventTypesBody);

    private static NativeAnswer FindSchema(string type, string version, NativeCaller caller, NativeInput given) =>
        given.Refusal is { } refusal ? refusal
        : EventTypes.Find(type) is { } found && version == EventIds.Text(found.Version) ? new EventSchemaAnswer(EventSchemas.Of(found))
        : NativeErrors.NoEventType;
}

/// <param name="Schema">The path of its JSON Schema.</param>
internal sealed record EventTypeBody(string Name, int Version, string Description, string Schema)
{
    public static EventTypeBody Of(EventType type) =>
        new(type.Name, type.Version, type.Says, $"{NativeDialect.Root}/event-types/{type.Name}/{type.Version}");
}

internal sealed record EventTypesBody(IReadOnlyList<EventTypeBody> Items);

/// <summary>As what an export goes out.</summary>
internal enum ExportForm
{
    /// <summary>One event a line, as the feed has them.</summary>
    Jsonl,

    /// <summary>RFC 4180, with a head.</summary>
    Csv,
}
