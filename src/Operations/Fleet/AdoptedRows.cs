using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>The rows of found devices, written a set at a time.</summary>
internal sealed class AdoptedRows(Work work, LinkKey link, DateTimeOffset now)
{
    public Task SaveDevicesAsync(List<AdoptedDevice> devices, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into device (tenant_id, device_id, link_id, address, kind, name, model, firmware, warning, mac, is_online, changed_at, created_at)
            select $1, f.device_id, $2, f.address, f.kind, f.name, f.model, f.firmware, f.warning, f.mac, f.is_online, $3, $3
            from unnest($4::uuid[], $5::text[], $6::smallint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[])
                as f (device_id, address, kind, name, model, firmware, warning, mac, is_online)
            on conflict (tenant_id, link_id, address) do update set name = excluded.name, model = excluded.model, firmware = excluded.firmware,
                warning = excluded.warning, is_online = excluded.is_online, gone_at = null,
                changed_at = case when device.is_online = excluded.is_online then device.changed_at else excluded.changed_at end
            """,
            [
                link.Tenant.Value,
                link.Link.Value,
                now,
                Column(devices, device => device.Id.Value),
                Column(devices, device => device.Found.Address),
                Column(devices, device => (short)device.Found.Kind),
                Column(devices, device => device.Found.Name),
                Column(devices, device => device.Found.Model),
                Column(devices, device => device.Found.Firmware),
                Column(devices, device => device.Found.Warning),
                Column(devices, device => VirtualMac.Of(device.Id.Value)),
                Column(devices, device => device.Found.IsOnline),
            ],
            cancel
        );

    /// <summary>What each is behind, whichever of the two was found first, and how well it is heard there.</summary>
    public Task SavePlacesAsync(List<AdoptedDevice> devices, CancellationToken cancel) =>
        work.DoAsync(
            """
            update device d set via_device_id = f.via_device_id, signal = coalesce(f.signal, d.signal),
                signal_at = case when f.signal is null then d.signal_at else $3 end
            from (select f.address, f.signal, v.device_id as via_device_id
                from unnest($4::text[], $5::text[], $6::smallint[]) as f (address, via, signal)
                left join device v on v.tenant_id = $1 and v.link_id = $2 and v.address = f.via) as f
            where d.tenant_id = $1 and d.link_id = $2 and d.address = f.address
            """,
            [
                link.Tenant.Value,
                link.Link.Value,
                now,
                Column(devices, device => device.Found.Address),
                Column(devices, device => device.Found.Via),
                Column(devices, device => (short?)device.Found.Signal),
            ],
            cancel
        );

    /// <summary>At the link's site, else at the tenant's first.</summary>
    public Task AddLocksAsync(List<AdoptedDevice> locks, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into smart_lock (tenant_id, lock_id, site_id, device_id, link_id, device_address, name, mac, created_at, updated_at)
            select $1, f.lock_id, coalesce(k.site_id, (select site_id from site where tenant_id = $1 order by created_at limit 1)),
                f.device_id, $2, f.address, f.name, f.mac, $3, $3
            from link k, unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[]) as f (lock_id, device_id, address, name, mac)
            where k.tenant_id = $1 and k.link_id = $2
            """,
            [
                link.Tenant.Value,
                link.Link.Value,
                now,
                Column(locks, device => device.Lock!.Value.Value),
                Column(locks, device => device.Id.Value),
                Column(locks, device => device.Found.Address),
                Column(locks, device => device.Found.Name),
                Column(locks, device => VirtualMac.Of(device.Id.Value)),
            ],
            cancel
        );

    public Task SaveLocksAsync(List<AdoptedDevice> locks, CancellationToken cancel) =>
        work.DoAsync(
            $"""
            with told as (
            update smart_lock l set capabilities = f.capabilities, model = f.model, firmware = f.firmware, passcode_slots = f.slots,
                passcode_min = f.shortest, passcode_max = f.longest, passcode_proof = f.proof, is_online = f.is_online,
                bolt = f.bolt, bolt_at = $2, door = f.door, door_at = $2, battery = coalesce(f.battery, l.battery),
                battery_at = case when f.battery is null then l.battery_at else $2 end, updated_at = $2,
                offline_orders = case when f.capabilities & $15 <> 0 then greatest(l.offline_orders, 1) else l.offline_orders end,
                offline_orders_held = case when f.offline_epoch is null then 0 else l.offline_orders_held end,
                offline_due_at = case when not f.is_online then l.offline_due_at end,
                card_slots = f.card_slots, card_min = f.card_min, card_max = f.card_max, card_proof = f.card_proof, fingerprint_slots = f.fingerprint_slots
            from unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::smallint[], $8::smallint[], $9::smallint[], $10::smallint[],
                $11::boolean[], $12::smallint[], $13::smallint[], $14::smallint[], $16::integer[], $17::smallint[], $18::smallint[], $19::smallint[], $20::smallint[], $21::smallint[])
                as f (lock_id, capabilities, model, firmware, slots, shortest, longest, proof, is_online, bolt, door, battery, offline_epoch,
                    card_slots, card_min, card_max, card_proof, fingerprint_slots)
            where l.tenant_id = $1 and l.lock_id = f.lock_id
            returning l.tenant_id, l.lock_id, l.is_online, l.relock_after, case when l.bolt = 2 then $2 end as opened_at),
            heard as (
                update relock r set attempts = 0, due_at = $2 from told l
                where r.tenant_id = l.tenant_id and r.lock_id = l.lock_id and l.is_online and r.aim <> 0 returning 1)
            {RelockRow.OnFoundOpen}
            """,
            [
                link.Tenant.Value,
                now,
                Column(locks, device => device.Lock!.Value.Value),
                Column(locks, device => (int)device.Found.Capabilities),
                Column(locks, device => device.Found.Model),
                Column(locks, device => device.Found.Firmware),
                Column(locks, device => (short?)device.Found.Passcodes?.Slots),
                Column(locks, device => (short?)device.Found.Passcodes?.MinLength),
                Column(locks, device => (short?)device.Found.Passcodes?.MaxLength),
                Column(locks, device => (short?)device.Found.Passcodes?.BestProof),
                Column(locks, device => device.Found.IsOnline),
                Column(locks, device => (short)device.Found.Bolt),
                Column(locks, device => (short)device.Found.Door),
                Column(locks, device => (short?)device.Found.BatteryPercent),
                (int)Capabilities.OfflineCodes,
                Column(locks, device => device.Found.OfflineEpoch),
                Column(locks, device => (short?)device.Found.Cards?.Slots),
                Column(locks, device => (short?)device.Found.Cards?.MinBytes),
                Column(locks, device => (short?)device.Found.Cards?.MaxBytes),
                Column(locks, device => (short?)device.Found.Cards?.BestProof),
                Column(locks, device => (short)device.Found.FingerprintSlots),
            ],
            cancel
        );

    /// <summary>
    /// Readers stand where they are found to belong, until somebody puts them elsewhere. Locks and cabinets have their rows already.
    /// </summary>
    /// <returns>The rows of all of them.</returns>
    public async Task<List<Guid>> SaveReadersAsync(List<AdoptedDevice> devices, CancellationToken cancel)
    {
        var readers = devices.FindAll(device => device.Found.Kind == DeviceKind.Reader);
        return readers.Count == 0
            ? []
            : await work.ListAsync(
                """
                insert into reader (tenant_id, reader_id, device_id, lock_id, locker_id, created_at, updated_at)
                select d.tenant_id, f.reader_id, d.device_id, l.lock_id, c.locker_id, $2, $2
                from unnest($3::uuid[], $4::uuid[]) as f (reader_id, device_id)
                join device d on d.tenant_id = $1 and d.device_id = f.device_id
                left join smart_lock l on l.tenant_id = d.tenant_id and l.device_id = d.via_device_id and l.decommissioned_at is null
                left join locker c on c.tenant_id = d.tenant_id and c.device_id = d.via_device_id and c.decommissioned_at is null and l.lock_id is null
                on conflict (tenant_id, device_id) do update set
                    lock_id = case when reader.is_placed then reader.lock_id else excluded.lock_id end,
                    locker_id = case when reader.is_placed then reader.locker_id else excluded.locker_id end
                returning reader_id
                """,
                row => row.GetGuid(0),
                [link.Tenant.Value, now, Column(readers, _ => ReaderId.New(now).Value), Column(readers, device => device.Id.Value)],
                cancel
            );
    }

    public Task MarkGoneAsync(List<AdoptedDevice> devices, CancellationToken cancel) =>
        work.DoAsync(
            """
            with gone as (
                update device set gone_at = $3, is_online = false
                where tenant_id = $1 and link_id = $2 and gone_at is null and not (address = any ($4)) returning tenant_id, device_id)
            update smart_lock l set is_online = false from gone where l.tenant_id = gone.tenant_id and l.device_id = gone.device_id
            """,
            [link.Tenant.Value, link.Link.Value, now, Column(devices, device => device.Found.Address)],
            cancel
        );

    private static T[] Column<T>(List<AdoptedDevice> devices, Func<AdoptedDevice, T> column) => [.. devices.Select(column)];
}
