using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>Freezes a lock: nobody moves it from afar and nobody gets more access, its owner neither, until that is undone. Twice is once.</summary>
public sealed class FreezeLock
{
    private readonly LockTurns turns;

    internal FreezeLock(LockTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, bool frozen, CancellationToken cancel) =>
        turns.RunAsync(by, lockId, AuditKind.LockChanged, AccessAct.FreezeLock, (turn, named) => FreezeAsync(turn, named, frozen, cancel), cancel);

    private static async Task<Outcome<Done>> FreezeAsync(CallerTurn turn, NamedLock named, bool frozen, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            "update smart_lock set frozen_at = case when $4 then coalesce(frozen_at, $3) end, updated_at = $3 where tenant_id = $1 and lock_id = $2",
            [turn.Tenant.Value, named.Id.Value, turn.Now, frozen],
            cancel
        );
        turn.Tell(turn.Event(AuditKind.LockChanged, named.Id) with { Changed = new Dictionary<string, string> { ["frozen"] = frozen.ToString() } });
        return Done.Yes;
    }
}
