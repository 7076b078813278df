using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Events;
using Latchwork.Operations.Explanations;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Events;

/// <summary>One event of the list, and why its door did or did not open.</summary>
internal static class OneEventEndpoints
{
    private const string One = $"{NativeDialect.Root}/events/{{id}}";

    private static readonly Tagged<FeedEvent, EventBody> Event = Tagged.Of(
        (EventFeed feed, NativeCaller caller, string id, CancellationToken cancel) =>
            feed.FindAsync(caller.Caller, caller.Tenant, EventIds.Number(id), cancel),
        EventBody.Of,
        NativeJson.Wire.EventBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet(One, FindAsync)
            .As("getEvent", "An event of the list.", tells: NativeJson.Wire.EventBody, tagged: Event);
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet($"{One}/explanation", ExplainAsync)
            .As(
                "explainEvent",
                "Why a door did, or did not, open at an event. Takes 'grants:read' and 'credentials:read' as well.",
                tells: NativeJson.Wire.ExplanationBody
            );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Event.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ExplainAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ExplainEvent explain,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => explain.RunAsync(caller.Caller, caller.Tenant, EventIds.Number(id), cancel),
            ExplanationBody.Of,
            NativeJson.Wire.ExplanationBody
        );
}
