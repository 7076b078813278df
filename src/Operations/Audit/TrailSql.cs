using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Audit;

/// <summary>
/// The statements. A row has the lock as the caller stands to it, whether only the caller's own acts were looked for, and an event, if there is one. Found
/// by the indexes of locks and principals; names and details are fetched for what is told alone.
/// </summary>
internal static class TrailSql
{
    private static readonly string Detail = $"""
        {NamedPersonRow.JoinOf("case when e.of_user then e.principal_id end", "issuer")}
        left join access_grant given on given.tenant_id = e.tenant_id and given.grant_id = e.object_id
        {NamedPersonRow.JoinOf($"coalesce(given.user_id, case when e.kind = {(int)AuditKind.LockTransferred} then e.object_id end)", "subject")}
        left join lateral (
            select a.sequence, a.received_at from audit_event a
            where e.stage > 1 and a.tenant_id = e.tenant_id and a.operation_id = e.operation_id and a.stage = 1
                and a.received_at <= e.received_at and a.received_at > e.received_at - interval '1 day' limit 1) as asked on true
        left join audit_private ap on ap.tenant_id = e.tenant_id and ap.sequence = coalesce(asked.sequence, e.sequence)
            and ap.received_at = coalesce(asked.received_at, e.received_at)
        """;

    private static readonly string Columns =
        $"e.bytes, ap.bytes as detail, {NamedPersonRow.ColumnsOf("issuer")}, {NamedPersonRow.ColumnsOf("subject")}";

    private const string Matches = """
        e.stage <> 1 and e.happened_at >= $4 and e.happened_at < $5
                and exists (
                    select from unnest($6::smallint[], $7::smallint[], $8::smallint[], $9::smallint[], $10::smallint[], $11::smallint[])
                        as m (kind, outcome, cause, shown, bolt, door)
                    where m.kind = e.kind and (m.outcome is null or m.outcome = e.outcome) and (m.cause is null or m.cause = e.cause)
                        and (m.shown is null or m.shown = e.shown) and (m.bolt is null or m.bolt = e.bolt) and (m.door is null or m.door = e.door))
        """;

    private static readonly string Newest = $"order by e.happened_at desc, e.sequence desc limit {AuditTrails.MostTold}";

    private const string Facts =
        "e.tenant_id, e.sequence, e.received_at, e.happened_at, e.bytes, e.kind, e.stage, e.operation_id, e.object_id, e.principal_id, "
        + "exists (select from app_user x where x.user_id = e.principal_id) as of_user";

    /// <summary>
    /// For <see cref="OfLock"/> comes whether only the caller's own acts are meant; for <see cref="OfPerson"/> the caller's tenants, and the time.
    /// </summary>
    public static IEnumerable<object?> Values(Caller by, WireId named, TrailFilter filter) =>
        [
            (short)named.Kind,
            named.Text,
            by.User?.Value ?? Guid.Empty,
            filter.From,
            filter.Until,
            filter.Patterns.Select(p => (short)p.Kind).ToArray(),
            filter.Patterns.Select(p => (short?)p.Outcome).ToArray(),
            filter.Patterns.Select(p => (short?)p.Cause).ToArray(),
            filter.Patterns.Select(p => (short?)p.Shown).ToArray(),
            filter.Patterns.Select(p => (short?)p.Bolt).ToArray(),
            filter.Patterns.Select(p => (short?)p.Door).ToArray(),
        ];

    public static readonly string OfLock = $"""
        select {AskedLock.Columns}, $12 or coalesce(g.role, 0) < {(int)GrantRole.Manager} as is_own, p.wire_id as held_id, {Columns}
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        left join lateral (
            select {Facts} from audit_event e
            where e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and ((not $12 and g.role >= {(int)
            GrantRole.Manager}) or e.principal_id = $3) and {Matches}
            {Newest}) as e on true
        {Detail}
        where p.kind = $1 and p.wire_id = $2
        order by e.happened_at desc, e.sequence desc
        """;

    private const string Own = "p.row_id = $3";

    public static readonly string OfPerson = $"""
        select {AskedLock.Columns}, {Own} as is_own, lu.wire_id as held_id, {Columns}
        from public_id p
        join app_user u on u.user_id = p.row_id
        left join lateral (
            select {Facts}, e.lock_id from audit_event e
            where e.tenant_id = any ($12) and e.principal_id = p.row_id and e.lock_id is not null and {Matches} and ({Own} or exists (
                select from access_grant r join smart_lock l on l.tenant_id = r.tenant_id and l.lock_id = r.lock_id and l.decommissioned_at is null
                where r.tenant_id = e.tenant_id and r.lock_id = e.lock_id and r.user_id = $3 and r.revoked_at is null and r.role >= {(int)
            GrantRole.Manager}
                    and r.frozen_at is null and r.accepted_at is not null
                    and (r.starts_at is null or r.starts_at <= $13) and (r.ends_at is null or r.ends_at > $13)))
            {Newest}) as e on true
        left join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
        left join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        {Detail}
        where p.kind = $1 and p.wire_id = $2 and (
            u.pool = (select x.pool from app_user x where x.user_id = $3) or e.sequence is not null or exists (
                select from access_grant h join access_grant r on r.tenant_id = h.tenant_id and r.lock_id = h.lock_id
                where h.user_id = p.row_id and h.revoked_at is null and r.user_id = $3 and r.revoked_at is null and r.role >= {(int)
            GrantRole.Manager}))
        order by e.happened_at desc, e.sequence desc
        """;
}
