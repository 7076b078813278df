using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Lockers;

/// <summary>Whoever's time begins has the box, also where the one before is overdue: from then on that is over for good. So no two of a box are overdue.</summary>
internal static class FollowedLeases
{
    /// <summary>Called after <paramref name="stepped"/> were saved, wherever one may have begun: the one before may be among them.</summary>
    /// <param name="template">Who did it, and in which operation.</param>
    /// <returns>What the audit is to be told.</returns>
    public static async Task<List<AuditEvent>> EndAsync(
        Work work,
        TenantId tenant,
        IEnumerable<(StoredLease Before, StoredLease After)> stepped,
        AuditEvent template,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var begun = stepped.Where(pair => pair.After.Lease.HasBegunSince(pair.Before.Lease, now)).Select(pair => pair.After).ToList();
        if (begun.Count == 0)
        {
            return [];
        }

        // The clock may not have looked at one whose time is over.
        var over = await work.ListAsync(
            $"""
            select {LeaseRows.Columns} from box_lease l
            where l.tenant_id = $1 and l.box_id = any ($2) and l.ended_at is null and (l.stage = $3 or l.ends_at <= $4) for update of l
            """,
            row => LeaseRows.Read(row, 0),
            [tenant.Value, begun.Select(lease => lease.Box.Value).ToArray(), (short)BoxLeaseStage.Overdue, now],
            cancel
        );
        var ended = over.Where(lease => begun.Exists(next => next.Box == lease.Box && lease.Lease.StartsAt < next.Lease.StartsAt))
            .Select(lease => (Of: lease, Step: lease.Lease.Take(new BoxLeaseEvent.Ended(BoxLeaseEnd.Followed), now)))
            .ToList();
        await LeaseRows.SaveAsync(work, tenant, ended.ConvertAll(one => one.Of with { Lease = one.Step.Lease }), now, cancel);
        return [.. ended.SelectMany(one => one.Step.Told(one.Of, template))];
    }
}
