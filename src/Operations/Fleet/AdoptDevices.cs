using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// Takes over what was found behind a link: new devices get rows, new locks also public ids and an owner (the tenant's first administrator), cabinets their boxes,
/// known ones their present state. A lock that was deleted is found as a new one, as soon as nothing is left to be taken off it and its door is done with. What is no longer there is marked gone, never deleted. All devices go in sets: the round trips do not grow with them.
/// </summary>
public sealed class AdoptDevices
{
    private readonly AccessDb db;
    private readonly WireIds ids;
    private readonly NewLock locks;
    private readonly TimeProvider clock;

    internal AdoptDevices(AccessDb db, WireIds ids, NewLock locks, TimeProvider clock) =>
        (this.db, this.ids, this.locks, this.clock) = (db, ids, locks, clock);

    /// <param name="lease">Under which they were found: where another node has the link by now, nothing is taken over.</param>
    public async Task RunAsync(GrantedLease lease, IReadOnlyList<DiscoveredDevice> found, CancellationToken cancel)
    {
        var now = clock.Now();
        var link = lease.Key;
        await using var work = await db.BeginAsync(TenantSet.Of(link.Tenant), cancel);

        // Reports of these devices change the same rows and take the chain first, so this does too.
        var chain = await work.HoldChainsAsync(cancel, link.Tenant);
        if (!await IsHeldAsync(work, lease, cancel))
        {
            return;
        }

        var known = await KnownAsync(work, link, now, cancel);
        var devices = found.Select(device => new AdoptedDevice(device, known.GetValueOrDefault(device.Address), now)).ToList();
        var rows = new AdoptedRows(work, link, now);
        await rows.SaveDevicesAsync(devices, cancel);
        var (newDevices, newLocks) = (devices.FindAll(device => device.IsNew), devices.FindAll(device => device.IsNewLock));
        await rows.SavePlacesAsync(devices, cancel);
        await NumberAsync(work, link, devices, cancel);
        await rows.AddLocksAsync(newLocks, cancel);
        await locks.FinishAsync(work, link.Tenant, [.. newLocks.Select(device => device.Lock!.Value)], now, cancel);
        await rows.SaveLocksAsync(devices.FindAll(device => device.Lock is not null), cancel);
        await ids.IssueMissingAsync(work, link.Tenant, await rows.SaveReadersAsync(devices, cancel), WireIdKind.ReaderUuid, cancel);
        await rows.MarkGoneAsync(devices, cancel);
        await new AdoptedLockers(work, link, ids, now).SaveAsync(devices.FindAll(device => device.Found.Kind == DeviceKind.Locker), chain, cancel);
        Tell(chain, link.Tenant, newDevices, newLocks, now);
        await work.CommitAsync(chain, cancel);
    }

    private static async Task<bool> IsHeldAsync(Work work, GrantedLease lease, CancellationToken cancel) =>
        await work.FirstAsync(
            "select coalesce((select epoch from link_lease where tenant_id = $1 and link_id = $2), 0) = $3",
            row => row.GetBoolean(0),
            [lease.Key.Tenant.Value, lease.Key.Link.Value, lease.Epoch],
            cancel
        );

    private static async Task<Dictionary<string, KnownDevice>> KnownAsync(Work work, LinkKey link, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await work.ListAsync(
            """
            select d.address, d.device_id, l.lock_id, exists (
                select from smart_lock o join enrollment e on e.tenant_id = o.tenant_id and e.lock_id = o.lock_id and e.gone_at is null
                    and (e.path = 1 or upper(e.valid) is null or upper(e.valid) > $3)
                where o.tenant_id = d.tenant_id and o.device_id = d.device_id and o.decommissioned_at is not null)
                or exists (
                    select from smart_lock o join relock r on r.tenant_id = o.tenant_id and r.lock_id = o.lock_id
                    where o.tenant_id = d.tenant_id and o.device_id = d.device_id and o.decommissioned_at is not null)
            from device d
            left join smart_lock l on l.tenant_id = d.tenant_id and l.device_id = d.device_id and l.decommissioned_at is null
            where d.tenant_id = $1 and d.link_id = $2
            """,
            row =>
                (
                    Address: row.GetString(0),
                    Known: new KnownDevice(new DeviceId(row.GetGuid(1)), row.GetId(2, id => new LockId(id)), row.GetBoolean(3))
                ),
            [link.Tenant.Value, link.Link.Value, now],
            cancel
        );
        return rows.ToDictionary(row => row.Address, row => row.Known, StringComparer.Ordinal);
    }

    /// <summary>Where locks are behind no gateway, the link itself is what a wire calls so. Also what was found by a server that numbered less.</summary>
    private async Task NumberAsync(Work work, LinkKey link, List<AdoptedDevice> devices, CancellationToken cancel)
    {
        Guid[] all = [.. devices.Select(device => device.Id.Value)];
        await ids.IssueMissingAsync(work, link.Tenant, all, WireIdKind.DeviceUuid, cancel);
        var gateways = devices.Where(device => device.Found.Kind == DeviceKind.Gateway).Select(device => device.Id.Value);
        await ids.IssueMissingAsync(work, link.Tenant, [link.Link.Value, .. gateways], WireIdKind.GatewayNumber, cancel);
        var sensors = devices.Where(device => device.Found.Kind == DeviceKind.DoorSensor).Select(device => device.Id.Value).ToList();
        if (sensors.Count > 0)
        {
            await ids.IssueMissingAsync(work, link.Tenant, sensors, WireIdKind.DoorSensorNumber, cancel);
        }
    }

    private static void Tell(ChainBatch chain, TenantId tenant, List<AdoptedDevice> newDevices, List<AdoptedDevice> newLocks, DateTimeOffset now)
    {
        var operation = OperationId.New(now).Value;
        foreach (var device in newDevices)
        {
            chain.Append(tenant, Told(AuditKind.DeviceFound) with { On = new AuditObject(Noun.Gateway, device.Id.Value) }, now);
        }

        foreach (var device in newLocks)
        {
            chain.Append(tenant, Told(AuditKind.LockCreated) with { Lock = device.Lock!.Value.Value }, now);
        }

        AuditEvent Told(AuditKind kind) =>
            new()
            {
                Kind = kind,
                Outcome = AuditOutcome.Reported,
                Operation = operation,
            };
    }
}

/// <param name="HoldsOldCodes">Of a lock that was deleted: two locks would count the same slots.</param>
internal sealed record KnownDevice(DeviceId Device, LockId? Lock, bool HoldsOldCodes);

/// <summary>A device that was found, with the ids it has or gets.</summary>
internal sealed class AdoptedDevice(DiscoveredDevice found, KnownDevice? known, DateTimeOffset now)
{
    public DiscoveredDevice Found { get; } = found;

    public DeviceId Id { get; } = known?.Device ?? DeviceId.New(now);

    /// <summary>Null for what is no lock, or not again yet.</summary>
    public LockId? Lock { get; } =
        found.Kind != DeviceKind.Lock ? null
        : known is { Lock: null, HoldsOldCodes: true } ? null
        : known?.Lock ?? LockId.New(now);

    public bool IsNew { get; } = known is null;

    public bool IsNewLock => Lock is not null && known?.Lock is null;
}
