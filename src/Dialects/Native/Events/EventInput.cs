using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Events;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Native.Events;

/// <summary>What readers of the list say they want.</summary>
internal static class EventInput
{
    /// <summary>Names of one filter.</summary>
    private const int Most = 100;

    public static FeedFilter Filter(NativeInput given) =>
        new()
        {
            Kinds = given.Texts("types", Most) is { } names ? [.. names.SelectMany(name => Meant(given, name)).Distinct()] : null,
            Locks = given.Texts("lockIds", Most) is { } locks ? [.. locks.Select(id => NativeInput.Id(WireIdKind.LockUuid, id))] : null,
            Person = given.Named("userId", WireIdKind.UserUuid),
            Site = given.Named("siteId", WireIdKind.SiteUuid),
        };

    /// <summary>Forward from <c>after</c> or <c>since</c>, or else from the beginning; backward from <c>before</c>, not beyond <c>since</c>.</summary>
    public static (FeedPlace Place, bool IsForward) Place(NativeInput given)
    {
        var (after, before, since) = (given.Text("after"), given.Text("before"), given.Instant("since"));
        if (after is not null && (before is not null || since is not null))
        {
            given.Refuse("'after' goes alone.");
        }

        return before is null
            ? (after is not null ? At(given, "after", after) : From(since), true)
            : (At(given, "before", before).NotBefore(since), false);
    }

    /// <summary>After the last event that the reader has; <c>Last-Event-ID</c> goes before <c>after</c>, since a browser sends it when it comes back.</summary>
    public static FeedPlace Resume(NativeInput given, string? last)
    {
        var (after, since) = (given.Text("after"), given.Instant("since"));
        return !string.IsNullOrEmpty(last) ? At(given, EventStreams.ResumeHeader, last)
            : after is not null ? At(given, "after", after)
            : since is not null ? From(since)
            : FeedPlace.End;
    }

    private static FeedPlace From(DateTimeOffset? since) => since is { } instant ? FeedPlace.Before(instant) : FeedPlace.Beginning;

    private static FeedPlace At(NativeInput given, string name, string text)
    {
        if (text == "end")
        {
            return FeedPlace.End;
        }

        if (EventIds.Number(text) is { } number)
        {
            return FeedPlace.At(number);
        }

        given.Refuse($"'{name}' is the id of an event, or 'end'.");
        return default;
    }

    private static IEnumerable<Domain.Audit.AuditKind> Meant(NativeInput given, string name)
    {
        var meant = EventTypes.Meant(name);
        if (meant.Count == 0)
        {
            given.Refuse("There is no such type of event; 'GET /api/v1/event-types' lists them.");
        }

        return meant.Select(type => type.Kind);
    }
}
