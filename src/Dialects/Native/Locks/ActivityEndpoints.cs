using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Events;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>What happened last at locks that a page shows together.</summary>
internal static class ActivityEndpoints
{
    private const int Most = 100;

    public static void Map(DialectRoutes native) =>
        native
            .Needs(Permission.AuditRead, Noun.AuditEvent)
            .MapGet($"{NativeDialect.Root}/lock-activity", ReadAsync)
            .As(
                "listLockActivity",
                "The newest event of each of some locks; those where nothing happened are left out.",
                tells: NativeJson.Wire.LockActivityBody,
                asks: [Asks.Texts("lockIds", "Of these locks, 1 to 100. It must be there.")]
            );

    private static Task<NativeAnswer> ReadAsync(NativeCaller caller, NativeInput given, LockActivity activity, CancellationToken cancel)
    {
        var locks = given.Texts("lockIds", Most);
        if (locks is null)
        {
            given.Refuse($"'lockIds' names 1 to {Most} locks.");
        }

        return given.AnswerAsync(
            () => activity.RunAsync(caller.Caller, caller.Tenant, [.. locks!.Select(id => NativeInput.Id(WireIdKind.LockUuid, id))], cancel),
            LockActivityBody.Of,
            NativeJson.Wire.LockActivityBody
        );
    }
}

/// <summary>By the names of the locks.</summary>
internal sealed record LockActivityBody(IReadOnlyList<LockNewsBody> Items)
{
    public static LockActivityBody Of(IReadOnlyList<FeedEvent> newest) =>
        new([.. newest.Where(one => one.Lock is not null).Select(one => new LockNewsBody(one.Lock!.Id, EventBody.Of(one)))]);
}

/// <param name="Event">The newest that the list of events has of it.</param>
internal sealed record LockNewsBody(string LockId, EventBody Event);
