using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>A lock that has not acknowledged its newest orders.</summary>
/// <param name="Number">Of the orders.</param>
public readonly record struct DueOrders(TenantId Tenant, LockId Lock, LinkId Link, string DeviceAddress, int Number);

/// <param name="Denied">The enrollments behind <see cref="OfflineOrders.Denied"/>.</param>
public sealed record ReadyOrders(DueOrders Due, OfflineOrders Orders, IReadOnlyList<EnrollmentId> Denied);

/// <summary>What locks are told of offline codes, as Fleet loads it and writes what came of it.</summary>
public sealed class OfflineStore
{
    private const int AtOnce = 500;

    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly TimeProvider clock;

    internal OfflineStore(AccessDb db, KeyRing ring, TimeProvider clock) => (this.db, this.ring, this.clock) = (db, ring, clock);

    /// <summary>
    /// Those that were not put off, the longest waiting first. Of a lock that was deleted only while one of its codes is to end at the door, and its device
    /// is no other lock by now: that has a secret of its own.
    /// </summary>
    public Task<List<DueOrders>> DueAsync(IReadOnlyCollection<LinkKey> links, CancellationToken cancel) =>
        db.ListAsync(
            new TenantSet(links.Select(link => link.Tenant)),
            """
            select l.tenant_id, l.lock_id, l.link_id, l.device_address, l.offline_orders from smart_lock l
            where l.tenant_id = any ($1) and l.link_id = any ($2) and l.offline_orders > l.offline_orders_held
                and (l.offline_due_at is null or l.offline_due_at <= $4)
                and (l.decommissioned_at is null or not exists (
                        select from smart_lock s where s.tenant_id = l.tenant_id and s.device_id = l.device_id and s.decommissioned_at is null)
                    and exists (
                        select from enrollment e where e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.offline_number is not null
                            and not e.desired_present and e.gone_at is null and (upper(e.valid) is null or upper(e.valid) > $5)))
            order by l.offline_due_at nulls first, l.lock_id limit $3
            """,
            row => new DueOrders(
                new TenantId(row.GetGuid(0)),
                new LockId(row.GetGuid(1)),
                new LinkId(row.GetGuid(2)),
                row.GetString(3),
                row.GetInt32(4)
            ),
            [
                links.Select(link => link.Tenant.Value).Distinct().ToArray(),
                links.Select(link => link.Link.Value).ToArray(),
                AtOnce,
                clock.Now(),
                clock.Now() - OfflineRules.Tolerance,
            ],
            cancel
        );

    /// <summary>Before a try: until it has succeeded, the lock leaves its place to others for so long.</summary>
    public Task PutOffAsync(DueOrders due, TimeSpan pause, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.Of(due.Tenant),
            "update smart_lock set offline_due_at = $3 where tenant_id = $1 and lock_id = $2 returning 1",
            row => row.GetInt32(0),
            [due.Tenant.Value, due.Lock.Value, clock.Now() + pause],
            cancel
        );

    /// <summary>The orders as they are now, with a secret that is made where there is none. Null where the lock is gone.</summary>
    public async Task<ReadyOrders?> OrdersAsync(DueOrders due, CancellationToken cancel)
    {
        var now = clock.Now();
        using var keys = await ring.RentAsync(due.Tenant, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(due.Tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, due.Tenant);
        var found = await work.ListAsync(OfflineFacts.Sql, OfflineFacts.Read, [new[] { due.Tenant.Value }, new[] { due.Lock.Value }], cancel);
        if (found is not [var facts])
        {
            return null;
        }

        var denied = await work.ListAsync(
            """
            select enrollment_id, offline_epoch, offline_number from enrollment
            where tenant_id = $1 and lock_id = $2 and offline_epoch >= $3 and offline_number is not null and not desired_present
                and (upper(valid) is null or upper(valid) > $4)
            """,
            row => (Id: new EnrollmentId(row.GetGuid(0)), Mark: new OfflineMark(row.GetInt32(1), row.GetInt32(2))),
            [due.Tenant.Value, due.Lock.Value, facts.EpochToTell, now - OfflineRules.Tolerance],
            cancel
        );
        var secret = await OfflineRows.SecretAsync(work, keys, facts, now, cancel);
        await work.CommitAsync(chain, cancel);
        var orders = new OfflineOrders(secret, facts.Rules, facts.EpochToTell, denied.ConvertAll(one => one.Mark));
        return new ReadyOrders(due, orders, denied.ConvertAll(one => one.Id));
    }

    /// <summary>The lock has acknowledged the orders: what they deny is gone.</summary>
    public async Task HeldAsync(ReadyOrders held, CancellationToken cancel)
    {
        var (due, now) = (held.Due, clock.Now());
        await using var work = await db.BeginAsync(TenantSet.Of(due.Tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, due.Tenant);
        await work.DoAsync(
            "update smart_lock set offline_orders_held = greatest(offline_orders_held, $3), offline_due_at = null where tenant_id = $1 and lock_id = $2",
            [due.Tenant.Value, due.Lock.Value, due.Number],
            cancel
        );
        await work.DoAsync(OfflineRows.IsInEpochSql, [due.Tenant.Value, due.Lock.Value, now, held.Orders.Epoch], cancel);
        var gone = await work.ListAsync(
            """
            update enrollment set gone_at = $3, updated_at = $3
            where tenant_id = $1 and enrollment_id = any ($2) and gone_at is null and not desired_present returning credential_id
            """,
            row => row.GetGuid(0),
            [due.Tenant.Value, held.Denied.Select(id => id.Value).ToArray(), now],
            cancel
        );
        foreach (var credential in gone)
        {
            chain.Append(due.Tenant, Gone(due.Lock, credential, now), now);
        }

        await work.CommitAsync(chain, cancel);
    }

    private static AuditEvent Gone(LockId smartLock, Guid credential, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.CredentialGone,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = smartLock.Value,
            Shown = CredentialKind.Passcode,
            Credential = credential,
        };
}
