using Latchwork.Domain.Drivers;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Gateways;

/// <summary>A lock behind a gateway that was named, or elsewhere behind the same link, and the caller's grant to it.</summary>
/// <param name="IsBehind">Behind the gateway itself.</param>
internal sealed record RelayedLock(SeenGateway Gateway, bool IsGone, AskedLock Lock, RelayedDevice Device, bool IsBehind)
{
    private const int AfterLock = GatewayRow.Width + AskedLock.Width;

    /// <summary>
    /// Of a link also what is behind its gateways or connects by itself, and is not behind the link as a gateway. The user is $1.
    /// </summary>
    /// <param name="named">A query for tenant_id and row_id of the gateway.</param>
    public static string Sql(string named) =>
        $"""
            with n as ({named})
            select {GatewayRow.Columns}, {AskedLock.Columns}, ln.wire_id, l.name, coalesce(f.alias, l.name), coalesce(l.mac, ''), ld.signal, ld.signal_at,
                {GatewayRow.IdOf("vd.device_id")} is not distinct from n.row_id
            from n
            join public_id gi on gi.tenant_id = n.tenant_id and gi.row_id = n.row_id and gi.kind = {(int)WireIdKind.GatewayNumber}
            left join device gd on gd.tenant_id = n.tenant_id and gd.device_id = n.row_id and gd.kind = {(int)DeviceKind.Gateway}
            join link k on k.tenant_id = n.tenant_id and k.link_id = coalesce(gd.link_id, n.row_id) and k.removed_at is null
            join lateral (
                select x.* from smart_lock x where x.tenant_id = n.tenant_id and x.link_id = n.row_id
                union all
                select x.* from device b join smart_lock x on x.tenant_id = b.tenant_id and x.device_id = b.device_id
                where b.tenant_id = n.tenant_id and b.via_device_id = n.row_id) as l on l.decommissioned_at is null
            left join device ld on ld.tenant_id = l.tenant_id and ld.device_id = l.device_id
            left join device vd on vd.tenant_id = ld.tenant_id and vd.device_id = ld.via_device_id and vd.kind = {(int)DeviceKind.Gateway}
            join public_id ln on ln.tenant_id = l.tenant_id and ln.row_id = l.lock_id and ln.kind = {(int)WireIdKind.LockNumber}
            left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $1 and g.revoked_at is null
            left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = $1
            order by l.name, ln.wire_id
            """;

    public static RelayedLock Read(NpgsqlDataReader row) =>
        new(
            GatewayRow.Read(row, 0),
            GatewayRow.IsGone(row, 0),
            AskedLock.Read(row, GatewayRow.Width),
            ReadDevice(row),
            row.GetBoolean(AfterLock + 6)
        );

    private static RelayedDevice ReadDevice(NpgsqlDataReader row) =>
        new(
            RelayedKind.Lock,
            GatewayRow.Number(row, AfterLock),
            row.GetString(AfterLock + 1),
            row.GetString(AfterLock + 2),
            row.GetString(AfterLock + 3),
            row.GetOptional<short>(AfterLock + 4),
            row.GetInstant(AfterLock + 5)
        );
}
