using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Tiles;

/// <summary>
/// A tile as a turn of its tenant works with it. The plate was printed elsewhere with an id of its own: a row is made when it first leads somewhere, and goes
/// when it leads nowhere any more, so that the plate may be used again, by whomever.
/// </summary>
/// <param name="Row">Null where there is none.</param>
/// <param name="Locks">To which it leads; those that are out of use do not count.</param>
internal sealed record StoredTile(WireId Id, Guid? Row, IReadOnlyList<LockId> Locks)
{
    public static readonly AccessError Taken = new(AccessErrorCode.Taken, "The tile leads elsewhere already.", Noun.Tile);

    /// <summary>Refused as taken where it is of another tenant.</summary>
    public static async Task<Outcome<StoredTile>> FindAsync(CallerTurn turn, WireId id, CancellationToken cancel)
    {
        if (id.Text.Length == 0)
        {
            return AccessError.NotFound(Noun.Tile);
        }

        var found = await turn.Work.ListAsync(
            """
            select p.tenant_id, p.row_id, array(
                select n.lock_id from tile_lock n join smart_lock l on l.tenant_id = n.tenant_id and l.lock_id = n.lock_id
                where n.tenant_id = p.tenant_id and n.tile_id = p.row_id and l.decommissioned_at is null)
            from public_id p where p.kind = $1 and p.wire_id = $2
            """,
            row => (Tenant: new TenantId(row.GetGuid(0)), Row: row.GetGuid(1), Locks: row.GetFieldValue<Guid[]>(2)),
            [(short)id.Kind, id.Text],
            cancel
        );
        return found is not [var (tenant, row, locks)] ? new StoredTile(id, null, [])
            : tenant != turn.Tenant ? Taken
            : new StoredTile(id, row, Array.ConvertAll(locks, smartLock => new LockId(smartLock)));
    }

    /// <summary>Has it lead to these and to no others, and tells what is another now. Refused as taken where another tenant was quicker.</summary>
    public async Task<AccessError?> LeadToAsync(CallerTurn turn, SiteId site, IReadOnlyList<LockId> wanted, CancellationToken cancel)
    {
        LockId[] removed = [.. Locks.Except(wanted)];
        LockId[] added = [.. wanted.Except(Locks)];
        if (removed.Length == 0 && added.Length == 0)
        {
            return null;
        }

        var row = Row ?? Guid.CreateVersion7(turn.Now);
        if (Row is null && !await MakeAsync(turn, row, site, cancel))
        {
            return Taken;
        }

        await SaveAsync(turn, row, site, wanted, cancel);
        Tell(turn, AuditKind.TileDisassociated, removed, row);
        Tell(turn, AuditKind.TileAssociated, added, row);
        return null;
    }

    private async Task<bool> MakeAsync(CallerTurn turn, Guid row, SiteId site, CancellationToken cancel) =>
        await turn.Work.DoAsync(
            """
            with named as (
                insert into public_id (kind, wire_id, tenant_id, row_id) values ($4, $5, $1, $2) on conflict do nothing returning row_id)
            insert into tile (tenant_id, tile_id, site_id) select $1, row_id, $3 from named
            """,
            [turn.Tenant.Value, row, site.Value, (short)Id.Kind, Id.Text],
            cancel
        ) > 0;

    private static async Task SaveAsync(CallerTurn turn, Guid row, SiteId site, IReadOnlyList<LockId> wanted, CancellationToken cancel)
    {
        var locks = wanted.Select(smartLock => smartLock.Value).ToArray();
        await turn.Work.DoAsync(
            batch =>
            {
                Add("delete from tile_lock where tenant_id = $1 and tile_id = $2 and lock_id <> all ($3)", locks);
                Add("insert into tile_lock (tenant_id, tile_id, lock_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing", locks);
                Add("update tile set site_id = $3 where tenant_id = $1 and tile_id = $2", site.Value);
                if (locks.Length == 0)
                {
                    Add("delete from tile where tenant_id = $1 and tile_id = $2");
                    Add("delete from public_id where tenant_id = $1 and row_id = $2");
                }

                void Add(string sql, params object?[] values) =>
                    batch.BatchCommands.Add(Storage.AccessDb.Statement(sql, [turn.Tenant.Value, row, .. values]));
            },
            cancel
        );
    }

    private static void Tell(CallerTurn turn, AuditKind kind, IEnumerable<LockId> locks, Guid row)
    {
        foreach (var smartLock in locks)
        {
            turn.Tell(turn.Event(kind, smartLock) with { On = new AuditObject(Noun.Tile, row) });
        }
    }
}
