using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Readers;

/// <summary>Where a device stands that tells what it was shown: at a lock, which may be the device itself, at a cabinet, or nowhere yet.</summary>
/// <param name="IsReader">It shows a verdict.</param>
/// <param name="Epoch">Of the lease of its link, when this was read.</param>
internal sealed record ReaderPlace(DeviceId Device, bool IsReader, LockId? Lock, LockerId? Locker, long Epoch);

/// <summary>
/// From devices to the places where they stand. What stands at a lock is remembered by this node: the decision confirms it in its own statement, so
/// nothing is told to other nodes when a reader is put elsewhere.
/// </summary>
internal sealed class ReaderPlaces(AccessDb db)
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<(LinkKey Link, string Address), ReaderPlace> remembered = new();

    /// <summary>Null for a device that is not there.</summary>
    public async ValueTask<ReaderPlace?> FindAsync(LinkKey link, string address, CancellationToken cancel)
    {
        if (remembered.TryGetValue((link, address), out var known))
        {
            return known;
        }

        var place = await db.FirstAsync(TenantSet.Of(link.Tenant), Sql, Read, [link.Tenant.Value, link.Link.Value, address], cancel);
        if (place?.Lock is not null)
        {
            if (remembered.Count >= MostRemembered)
            {
                remembered.Clear();
            }

            remembered[(link, address)] = place;
        }

        return place;
    }

    public void Forget(LinkKey link, string address) => remembered.TryRemove((link, address), out _);

    private const string Sql = """
        select d.device_id, r.reader_id is not null, l.lock_id, c.locker_id, coalesce(h.epoch, 0)
        from device d
        join link k on k.tenant_id = d.tenant_id and k.link_id = d.link_id and k.removed_at is null
        left join link_lease h on h.tenant_id = d.tenant_id and h.link_id = d.link_id
        left join reader r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
        left join smart_lock l on l.tenant_id = d.tenant_id and (l.lock_id = r.lock_id or l.device_id = d.device_id) and l.decommissioned_at is null
        left join locker c on c.tenant_id = d.tenant_id and (c.locker_id = r.locker_id or c.device_id = d.device_id) and c.decommissioned_at is null
        where d.tenant_id = $1 and d.link_id = $2 and d.address = $3 and d.gone_at is null
        """;

    private static ReaderPlace Read(NpgsqlDataReader row) =>
        new(
            new DeviceId(row.GetGuid(0)),
            row.GetBoolean(1),
            row.GetId(2, id => new LockId(id)),
            row.GetId(3, id => new LockerId(id)),
            row.GetInt64(4)
        );
}
