using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// Takes over what was found behind a link: new devices get rows, new locks also public ids and an owner (the tenant's first administrator),
/// known ones their present state. What is no longer there is marked gone, never deleted.
/// </summary>
public sealed class AdoptDevices
{
    private readonly AccessDb db;
    private readonly WireIds ids;
    private readonly NewLock locks;
    private readonly TimeProvider clock;

    internal AdoptDevices(AccessDb db, WireIds ids, NewLock locks, TimeProvider clock) =>
        (this.db, this.ids, this.locks, this.clock) = (db, ids, locks, clock);

    public async Task RunAsync(LinkKey link, IReadOnlyList<DiscoveredDevice> found, CancellationToken cancel)
    {
        var now = clock.Now();
        var operation = OperationId.New(now);
        var told = new List<AuditEntry>();
        await using var work = await db.BeginAsync(TenantSet.Of(link.Tenant), cancel);
        await work.DoAsync("select 1 from link where tenant_id = $1 and link_id = $2 for update", [link.Tenant.Value, link.Link.Value], cancel);
        var known = await KnownAsync(work, link, cancel);
        foreach (var device in found)
        {
            var row = known.GetValueOrDefault(device.Address);
            var id = row?.Device ?? DeviceId.New(now);
            await SaveDeviceAsync(work, link, id, device, now, cancel);
            if (row is null)
            {
                told.Add(Told(AuditKind.DeviceFound, operation, new AuditObject(Noun.Gateway, id.Value)));
                await ids.IssueAsync(work, link.Tenant, id.Value, cancel, device.Kind == DeviceKind.Gateway ? [WireIdKind.GatewayNumber] : []);
            }

            if (device.Kind == DeviceKind.Lock)
            {
                await SaveLockAsync(work, link, id, row?.Lock, device, operation, told, now, cancel);
            }
        }

        await MarkGoneAsync(work, link, found, now, cancel);
        await (told.Count == 0 ? work.CommitAsync(cancel) : work.CommitAsync(link.Tenant, now, cancel, told));
    }

    private sealed record KnownDevice(DeviceId Device, LockId? Lock);

    private static async Task<Dictionary<string, KnownDevice>> KnownAsync(Work work, LinkKey link, CancellationToken cancel)
    {
        var rows = await work.ListAsync(
            """
            select d.address, d.device_id, l.lock_id from device d
            left join smart_lock l on l.tenant_id = d.tenant_id and l.device_id = d.device_id and l.decommissioned_at is null
            where d.tenant_id = $1 and d.link_id = $2
            """,
            row => (Address: row.GetString(0), Known: new KnownDevice(new DeviceId(row.GetGuid(1)), row.GetId(2, id => new LockId(id)))),
            [link.Tenant.Value, link.Link.Value],
            cancel
        );
        return rows.ToDictionary(row => row.Address, row => row.Known, StringComparer.Ordinal);
    }

    private static Task SaveDeviceAsync(
        Work work,
        LinkKey link,
        DeviceId id,
        DiscoveredDevice device,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        work.DoAsync(
            """
            insert into device (tenant_id, device_id, link_id, address, kind, name, model, firmware, warning, mac, is_online, changed_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
            on conflict (tenant_id, link_id, address) do update set name = excluded.name, model = excluded.model, firmware = excluded.firmware,
                warning = excluded.warning, is_online = excluded.is_online, gone_at = null,
                changed_at = case when device.is_online = excluded.is_online then device.changed_at else excluded.changed_at end
            """,
            [
                link.Tenant.Value,
                id.Value,
                link.Link.Value,
                device.Address,
                (short)device.Kind,
                device.Name,
                device.Model,
                device.Firmware,
                device.Warning,
                VirtualMac.Of(id.Value),
                device.IsOnline,
                now,
            ],
            cancel
        );

    private async Task SaveLockAsync(
        Work work,
        LinkKey link,
        DeviceId device,
        LockId? known,
        DiscoveredDevice found,
        OperationId operation,
        List<AuditEntry> told,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var id = known ?? LockId.New(now);
        if (known is null)
        {
            await work.DoAsync(
                """
                insert into smart_lock (tenant_id, lock_id, site_id, device_id, link_id, device_address, name, mac, created_at, updated_at)
                select $1, $2, coalesce(k.site_id, (select site_id from site where tenant_id = $1 order by created_at limit 1)), $3, $4, $5, $6, $7, $8, $8
                from link k where k.tenant_id = $1 and k.link_id = $4
                """,
                [link.Tenant.Value, id.Value, device.Value, link.Link.Value, found.Address, found.Name, VirtualMac.Of(device.Value), now],
                cancel
            );
            await locks.FinishAsync(work, link.Tenant, id, now, cancel);
            told.Add(Told(AuditKind.LockCreated, operation, null, id));
        }

        await work.DoAsync(
            """
            update smart_lock set capabilities = $3, model = $4, firmware = $5, passcode_slots = $6, passcode_min = $7, passcode_max = $8,
                passcode_proof = $9, is_online = $10, bolt = $11, bolt_at = $13, door = $12, door_at = $13,
                battery = coalesce($14::smallint, battery), battery_at = case when $14::smallint is null then battery_at else $13 end, updated_at = $13
            where tenant_id = $1 and lock_id = $2
            """,
            [
                link.Tenant.Value,
                id.Value,
                (int)found.Capabilities,
                found.Model,
                found.Firmware,
                (short?)found.Passcodes?.Slots,
                (short?)found.Passcodes?.MinLength,
                (short?)found.Passcodes?.MaxLength,
                (short?)found.Passcodes?.BestProof,
                found.IsOnline,
                (short)found.Bolt,
                (short)found.Door,
                now,
                (short?)found.BatteryPercent,
            ],
            cancel
        );
    }

    private static Task MarkGoneAsync(Work work, LinkKey link, IReadOnlyList<DiscoveredDevice> found, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            with gone as (
                update device set gone_at = $3, is_online = false
                where tenant_id = $1 and link_id = $2 and gone_at is null and not (address = any ($4)) returning tenant_id, device_id)
            update smart_lock l set is_online = false from gone where l.tenant_id = gone.tenant_id and l.device_id = gone.device_id
            """,
            [link.Tenant.Value, link.Link.Value, now, found.Select(device => device.Address).ToArray()],
            cancel
        );

    private static AuditEntry Told(AuditKind kind, OperationId operation, AuditObject? on, LockId? smartLock = null) =>
        new(
            new AuditEvent
            {
                Kind = kind,
                Outcome = AuditOutcome.Reported,
                Operation = operation.Value,
                Lock = smartLock?.Value,
                On = on,
            }
        );
}
