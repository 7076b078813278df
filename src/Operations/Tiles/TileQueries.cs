using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Tiles;

/// <summary>A plate at a door, and where it leads somebody.</summary>
/// <param name="Id">Its public UUID, as those of site and locks.</param>
/// <param name="Locks">Those that the caller may use, now or later: at least one. By the name that the caller sees.</param>
public sealed record SeenTile(string Id, string SiteId, IReadOnlyList<string> Locks);

/// <summary>Where a tile leads: everybody who may use one of its locks may know, for those locks (AZ-3).</summary>
public sealed class TileQueries
{
    internal static readonly AccessError LeadsNowhere = new(AccessErrorCode.NotFound, "No devices associated with this tile", Noun.Tile);

    private readonly CallerReads reads;

    internal TileQueries(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<SeenTile>> FindAsync(Caller by, WireId tileId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            Sql,
            row => (Asked: AskedLock.Read(row, 0), Lock: row.GetString(AskedLock.Width), Site: row.GetString(AskedLock.Width + 1)),
            _ => [tileId.Text, by.User?.Value ?? Guid.Empty],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var usable = read.Rows.FindAll(row => row.Asked.Refuse(AccessAct.SeeLock, read.By, reads.Now) is null);
        return usable.Count == 0 ? LeadsNowhere : new SeenTile(tileId.Text, usable[0].Site, usable.ConvertAll(row => row.Lock));
    }

    private static readonly string Sql = $"""
        select {AskedLock.Columns}, lu.wire_id as held_id, su.wire_id as site_id
        from public_id p
        join tile t on t.tenant_id = p.tenant_id and t.tile_id = p.row_id
        join public_id su on su.tenant_id = t.tenant_id and su.row_id = t.site_id and su.kind = {(int)WireIdKind.SiteUuid}
        join tile_lock n on n.tenant_id = t.tenant_id and n.tile_id = t.tile_id
        join smart_lock l on l.tenant_id = n.tenant_id and l.lock_id = n.lock_id and l.decommissioned_at is null
        join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $2 and g.revoked_at is null
        left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = g.user_id
        where p.kind = {(int)WireIdKind.TileUuid} and p.wire_id = $1
        order by coalesce(f.alias, l.name), lu.wire_id
        """;
}
