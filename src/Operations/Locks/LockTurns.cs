using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>The way of every act on a lock that is none on its door: find the lock that is named, decide, and then act.</summary>
internal sealed class LockTurns(CallerTurns turns, WireIdIndex index)
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.Lock);

    public DateTimeOffset Now => turns.Now;

    /// <param name="kind">Of the record of a refusal.</param>
    /// <param name="needed">Who may.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId lockId,
        AuditKind kind,
        AccessAct needed,
        Func<CallerTurn, NamedLock, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync(
            by,
            new TurnRules(kind, Missing),
            caller => LocateAsync(caller, lockId, cancel),
            async (turn, id) =>
                await NamedLock.FindAsync(turn, id, cancel) is not { } named ? Missing
                : named.Refuse(needed, turn) is { } refusal ? refusal
                : await act(turn, named),
            cancel
        );

    /// <summary>The lock, where it is of a tenant of the caller's.</summary>
    public async ValueTask<Located<LockId>?> LocateAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        await index.FindAsync(lockId, by.Tenants, cancel) is { } row ? new(row.Tenant, new LockId(row.Id), new LockId(row.Id)) : null;
}
