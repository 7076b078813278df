using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Grants;

/// <summary>The way of every act on a grant that is there: find the one that is named, and its lock, and then act.</summary>
internal sealed class GrantTurns(CallerTurns turns, WireIdIndex index)
{
    public DateTimeOffset Now => turns.Now;

    /// <param name="kind">Of the record of a refusal.</param>
    /// <param name="of">The lock that the caller says it is of; null where they do not say.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId grantId,
        WireId? of,
        AuditKind kind,
        Func<CallerTurn, NamedGrant, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync(
            by,
            new TurnRules(kind, NamedGrant.Missing),
            caller => LocateAsync(caller, grantId, of, cancel),
            async (turn, what) =>
                await NamedGrant.FindAsync(turn, what.Grant, cancel) is { } named && (what.Of is null || what.Of == named.Lock.Id)
                    ? await act(turn, named)
                    : NamedGrant.Missing,
            cancel
        );

    private async ValueTask<Located<(GrantId Grant, LockId? Of)>?> LocateAsync(Caller by, WireId grantId, WireId? of, CancellationToken cancel)
    {
        if (await index.FindAsync(grantId, by.Tenants, cancel) is not { } row)
        {
            return null;
        }

        var parent = of is { } lockId ? await index.FindAsync(lockId, by.Tenants, cancel) : null;
        return of is not null && parent is null ? null : new(row.Tenant, (new GrantId(row.Id), parent is { } found ? new LockId(found.Id) : null));
    }
}
