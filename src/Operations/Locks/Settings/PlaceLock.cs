using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>Where a lock is on the plan of its site. It keeps its place where another plan is put there; on another site it has none.</summary>
public sealed class PlaceLock
{
    private readonly LockTurns turns;

    internal PlaceLock(LockTurns turns) => this.turns = turns;

    /// <param name="place">Null for nowhere.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, PlanPlace? place, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                await turn.Work.DoAsync(
                    "update smart_lock set place_x = $3, place_y = $4, updated_at = $5 where tenant_id = $1 and lock_id = $2",
                    [turn.Tenant.Value, named.Id.Value, place?.X, place?.Y, turn.Now],
                    cancel
                );
                turn.Told.Add(
                    turn.Event(AuditKind.LockChanged, named.Id) with
                    {
                        Changed = new Dictionary<string, string> { ["place"] = place?.ToString() ?? "none" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );
}
