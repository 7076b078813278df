using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Lockers;

/// <summary>
/// Looks at leases that are due: their time begins or is over, or something was heard of them (<see cref="BoxLease"/>). Any node does it, whichever comes first;
/// what another is at is passed over. Doing it twice does no harm.
/// </summary>
public sealed class LeaseClock
{
    private const int AtOnce = 500;

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal LeaseClock(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    public async Task RunAsync(CancellationToken cancel)
    {
        var due = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, lease_id from latchwork_due_leases($1, $2)",
            row => (Tenant: new TenantId(row.GetGuid(0)), Lease: new BoxLeaseId(row.GetGuid(1))),
            [clock.Now(), AtOnce],
            cancel
        );
        foreach (var of in due.GroupBy(one => one.Tenant))
        {
            await LookAsync(of.Key, [.. of.Select(one => one.Lease)], cancel);
        }
    }

    /// <summary>Looks at leases of one tenant, those that are due.</summary>
    internal async Task LookAsync(TenantId tenant, IReadOnlyCollection<BoxLeaseId> leases, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        // Before the rows: acts and what cabinets tell change the same ones, and take the chain first.
        var chain = await work.HoldChainsAsync(cancel, tenant);
        var found = await work.ListAsync(
            $"""
            select {LeaseRows.Columns} from box_lease l
            where l.tenant_id = $1 and l.lease_id = any ($2) and l.due_at <= $3 and l.ended_at is null for update of l skip locked
            """,
            row => LeaseRows.Read(row, 0),
            [tenant.Value, leases.Select(lease => lease.Value).ToArray(), now],
            cancel
        );
        var stepped = found.ConvertAll(lease => Step(lease, tenant, chain, now));
        await LeaseRows.SaveAsync(work, tenant, stepped, now, cancel);
        foreach (var ended in await FollowedLeases.EndAsync(work, tenant, found.Zip(stepped), Template(tenant, now), now, cancel))
        {
            chain.Append(tenant, ended, now);
        }

        await work.CommitAsync(chain, cancel);
    }

    private static StoredLease Step(StoredLease lease, TenantId tenant, ChainBatch chain, DateTimeOffset now)
    {
        var after = lease;
        foreach (var told in lease.Heard().Append(new BoxLeaseEvent.Looked()))
        {
            after = Take(after, told, tenant, chain, now);
        }

        return after with
        {
            News = BoxNews.None,
        };
    }

    private static StoredLease Take(StoredLease lease, BoxLeaseEvent told, TenantId tenant, ChainBatch chain, DateTimeOffset now)
    {
        var step = lease.Lease.Take(told, now);
        foreach (var audited in step.Told(lease, Template(tenant, now)))
        {
            chain.Append(tenant, audited, now);
        }

        return lease with
        {
            Lease = step.Lease,
        };
    }

    private static AuditEvent Template(TenantId tenant, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.BoxLeaseEnded,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = (Caller.Server(tenant) with { Surface = Surface.None }).Audited,
        };
}
