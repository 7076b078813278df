using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <summary>Where a cabinet is on the plan of its site, as <see cref="Locks.Settings.PlaceLock"/> of a lock.</summary>
public sealed class PlaceLocker
{
    private readonly LockerTurns turns;

    internal PlaceLocker(LockerTurns turns) => this.turns = turns;

    /// <param name="place">Null for nowhere.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId locker, PlanPlace? place, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            locker,
            AuditKind.LockerChanged,
            Permission.LockersWrite,
            async (turn, named) =>
            {
                await turn.Work.DoAsync(
                    "update locker set place_x = $3, place_y = $4 where tenant_id = $1 and locker_id = $2",
                    [turn.Tenant.Value, named.Id.Value, place?.X, place?.Y],
                    cancel
                );
                turn.Told.Add(
                    turn.Event(AuditKind.LockerChanged, null) with
                    {
                        On = new AuditObject(Noun.Locker, named.Id.Value),
                        Changed = new Dictionary<string, string> { ["place"] = place?.ToString() ?? "none" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );
}
