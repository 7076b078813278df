using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>What tells a lock whether its door is open.</summary>
/// <param name="Number">Of a device its own public number; the lock's own sensor has that of its lock.</param>
/// <param name="Battery">Per cent, of what feeds it; null until it was heard.</param>
public sealed record DoorSensor(int Number, string Name, string? Model, string? Firmware, string Mac, int? Battery);

/// <summary>Finds the door sensor of a lock: a device that belongs to it, else its own.</summary>
public sealed class DoorSensors
{
    private static readonly AccessError None = new(AccessErrorCode.Unsupported, "Nothing tells of this lock's door.", Noun.Lock);

    private readonly CallerReads reads;
    private readonly AccessDb db;
    private readonly WireIdIndex ids;

    internal DoorSensors(CallerReads reads, AccessDb db, WireIdIndex ids) => (this.reads, this.db, this.ids) = (reads, db, ids);

    /// <summary>For those who manage the lock.</summary>
    public async Task<Outcome<DoorSensor>> OfLockAsync(Caller by, WireId lockId, CancellationToken cancel)
    {
        var found = await reads.OneAsync(by, OneDoor, lockId, cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return read.Rows is not [var door] ? AccessError.NotFound(Noun.Lock)
            : door.Lock.Refuse(AccessAct.ReadDetail, read.By, reads.Now) is { } weak ? weak
            : door.Sensor is { } sensor ? sensor
            : None;
    }

    /// <summary>What a device that belongs to the lock told of its door, after it was decided that the caller may know.</summary>
    internal async Task<DoorState> ToldAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        await ids.FindAsync(lockId, by.Tenants, cancel) is not { } row
            ? DoorState.Unknown
            : (DoorState)await db.FirstAsync(TenantSet.Of(row.Tenant), ToldSql, told => told.GetInt16(0), [row.Tenant.Value, row.Id], cancel);

    private static readonly string Belongs =
        $"b.tenant_id = l.tenant_id and b.via_device_id = l.device_id and b.kind = {(int)DeviceKind.DoorSensor} and b.gone_at is null";

    private static readonly string ToldSql = $"""
        select coalesce((
            select l.door from smart_lock l
            where l.tenant_id = $1 and l.lock_id = $2 and exists (select from device b where {Belongs})), 0::smallint)
        """;

    private static readonly SharedQuestion<Door> OneDoor = new(
        $"""
        select {AskedLock.Columns},
            coalesce(sn.wire_id, ln.wire_id), coalesce(d.name, f.alias, l.name), case when d.device_id is null then l.model else d.model end,
            case when d.device_id is null then l.firmware else d.firmware end, coalesce(d.mac, l.mac, ''),
            case when d.device_id is null then l.battery end, d.device_id is not null
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        join public_id ln on ln.tenant_id = l.tenant_id and ln.row_id = l.lock_id and ln.kind = {(int)WireIdKind.LockNumber}
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = a.user_id and g.revoked_at is null
        left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = a.user_id
        left join lateral (
            select b.* from device b where {Belongs}
            order by b.created_at, b.device_id limit 1) as d on true
        left join public_id sn on sn.tenant_id = d.tenant_id and sn.row_id = d.device_id and sn.kind = {(int)WireIdKind.DoorSensorNumber}
        where p.kind = a.kind and p.wire_id = a.wire_id
        """,
        Door.Read
    );

    private sealed record Door(AskedLock Lock, DoorSensor? Sensor)
    {
        public static Door Read(NpgsqlDataReader row, int column)
        {
            var smartLock = AskedLock.Read(row, column);
            var isThere = row.GetBoolean(column + AskedLock.Width + 6) || smartLock.Facts.Capabilities.HasFlag(Capabilities.DoorSensor);
            return new Door(smartLock, isThere ? ReadSensor(row, column + AskedLock.Width) : null);
        }

        private static DoorSensor ReadSensor(NpgsqlDataReader row, int column) =>
            new(
                int.Parse(row.GetString(column), CultureInfo.InvariantCulture),
                row.GetString(column + 1),
                row.GetText(column + 2),
                row.GetText(column + 3),
                row.GetString(column + 4),
                row.GetOptional<short>(column + 5)
            );
    }
}
