using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <summary>Ends a lease: its codes open nothing from the commit on, and the box is free, unless it is broken.</summary>
public sealed class EndLease
{
    private readonly LockerTurns turns;

    internal EndLease(LockerTurns turns) => this.turns = turns;

    /// <param name="lease">Its own public id, or one of a code of it.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lease, CancellationToken cancel) =>
        turns.OnLeaseAsync<Done>(
            by,
            lease,
            AuditKind.BoxLeaseEnded,
            async (turn, stored) =>
            {
                await EndAsync(turn, [stored], cancel);
                turn.Made = stored.Id.Value;
                return Done.Yes;
            },
            cancel
        );

    internal static async Task EndAsync(CallerTurn turn, IReadOnlyList<StoredLease> leases, CancellationToken cancel)
    {
        var ended = leases.Select(lease => (Of: lease, Step: lease.Lease.Take(new BoxLeaseEvent.Ended(BoxLeaseEnd.Revoked), turn.Now))).ToList();
        await LeaseRows.SaveAsync(turn.Work, turn.Tenant, ended.ConvertAll(one => one.Of with { Lease = one.Step.Lease }), turn.Now, cancel);
        turn.Told.AddRange(ended.SelectMany(one => one.Step.Told(one.Of, turn.Event(AuditKind.BoxLeaseEnded, null))));
    }
}
