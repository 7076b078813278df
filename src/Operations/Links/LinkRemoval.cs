using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Links;

/// <summary>What the removal of a link changes, after it was decided that the caller may. The chain of the tenant is held.</summary>
/// <param name="LeftUnlocked">Of doors that the server was to lock and cannot any more, for the tenant's audit.</param>
internal sealed record LinkRemoval(RemovedLink Left, IReadOnlyList<AuditEvent> LeftUnlocked)
{
    /// <summary>Null where the link is not there.</summary>
    public static Task<LinkRemoval?> RunAsync(Work work, TenantId tenant, LinkId link, DateTimeOffset now, CancellationToken cancel) =>
        work.FirstAsync(Sql, row => Read(row, now), [tenant.Value, link.Value, now], cancel);

    // The lease stays: it is for its holder to end, after the session is closed.
    private const string Sql = """
        with removed as (
            update link set removed_at = $3, is_online = false, changed_at = $3, offline_because = 'The link was removed.', secret_sealed = null
            where tenant_id = $1 and link_id = $2 and removed_at is null returning tenant_id, link_id),
        devices as (
            update device d set is_online = false, changed_at = $3 from removed r where d.tenant_id = r.tenant_id and d.link_id = r.link_id returning 1),
        locks as (
            update smart_lock l set is_online = false from removed r
            where l.tenant_id = r.tenant_id and l.link_id = r.link_id and l.decommissioned_at is null returning l.tenant_id, l.lock_id),
        plans as (
            update enrollment e set due_at = null from locks l where e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.due_at is not null returning 1),
        doors as (
            delete from relock d using smart_lock l, removed r
            where l.tenant_id = r.tenant_id and l.link_id = r.link_id and d.tenant_id = l.tenant_id and d.lock_id = l.lock_id
            returning d.lock_id, l.bolt),
        unlocked as (select lock_id, bolt from doors where bolt <> 1 order by lock_id)
        select (select count(*)::int from locks),
            (select count(*)::int from enrollment e join locks using (tenant_id, lock_id) where e.gone_at is null),
            array(select lock_id from unlocked), array(select bolt from unlocked)
        from removed
        """;

    private static LinkRemoval Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var unlocked = row.GetFieldValue<Guid[]>(2).Zip(row.GetFieldValue<short[]>(3));
        return new(new RemovedLink(row.GetInt32(0), row.GetInt32(1)), [.. unlocked.Select(door => Told(door.First, (BoltState)door.Second, now))]);
    }

    private static AuditEvent Told(Guid door, BoltState bolt, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.DoorLeftUnlocked,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = door,
            Bolt = bolt,
        };
}
