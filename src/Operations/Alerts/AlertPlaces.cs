using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Alerts;

/// <summary>Where events happened: at a lock, at all locks behind a link or gateway, at the doors of a stay, in a cabinet. What is nowhere has no place.</summary>
internal static class AlertPlaces
{
    public static async Task<ILookup<long, AlertPlace>> FindAsync(
        Work work,
        TenantId tenant,
        IReadOnlyList<(long Sequence, AuditEvent Event)> events,
        CancellationToken cancel
    )
    {
        var found = await work.ListAsync(
            Sql,
            row => (Sequence: row.GetInt64(0), Place: new AlertPlace(row.GetOptional<Guid>(1), row.GetGuid(2), row.GetString(3))),
            [
                tenant.Value,
                events.Select(one => one.Sequence).ToArray(),
                events.Select(one => one.Event.Lock).ToArray(),
                events.Select(one => one.Event.On?.Id).ToArray(),
                events.Select(one => (short?)one.Event.On?.Kind).ToArray(),
            ],
            cancel
        );
        return found.ToLookup(one => one.Sequence, one => one.Place);
    }

    private static readonly string Sql = $"""
        with e as (select * from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::smallint[]) as e (sequence, lock_id, object_id, kind)),
        places as (
            select e.sequence, l.lock_id, l.site_id from e join smart_lock l on l.tenant_id = $1 and l.lock_id = e.lock_id
            union
            select e.sequence, l.lock_id, l.site_id from e
            join smart_lock l on l.tenant_id = $1 and l.link_id = e.object_id and l.decommissioned_at is null
            where e.lock_id is null and e.kind = {(int)Noun.Link}
            union
            select e.sequence, l.lock_id, l.site_id from e join device d on d.tenant_id = $1 and d.device_id = e.object_id
            join smart_lock l on l.tenant_id = $1 and l.link_id = d.link_id and l.decommissioned_at is null
            where e.lock_id is null and e.kind = {(int)Noun.Gateway}
            union
            select e.sequence, l.lock_id, r.site_id from e join reservation r on r.tenant_id = $1 and r.reservation_id = e.object_id
            left join reservation_unit u on u.tenant_id = $1 and u.reservation_id = r.reservation_id
            left join smart_lock l on l.tenant_id = $1 and l.unit_id = u.unit_id and l.decommissioned_at is null
            where e.lock_id is null and e.kind = {(int)Noun.Reservation}
            union
            select e.sequence, null, k.site_id from e left join locker_box b on b.tenant_id = $1 and b.box_id = e.object_id
            join locker k on k.tenant_id = $1 and k.locker_id = coalesce(b.locker_id, e.object_id)
            where e.lock_id is null and e.kind in ({(int)Noun.Locker}, {(int)Noun.Box}))
        select p.sequence, p.lock_id, p.site_id, s.zone from places p join site s on s.tenant_id = $1 and s.site_id = p.site_id
        """;
}
