using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Tiles;

/// <summary>A door to which a tile leads somebody who has the page of a code for it.</summary>
/// <param name="Lock">Its public UUID.</param>
/// <param name="Name">As its unit where it has one.</param>
/// <param name="Zone">IANA zone of the site.</param>
/// <param name="Locale">The site's language.</param>
/// <param name="Window">Of the code.</param>
public sealed record TileDoor(string Lock, string Name, string Site, string Zone, string Locale, TimeWindow Window)
{
    public override string ToString() => Lock;
}

/// <summary>
/// Somebody touched the plate at a door with a telephone on which the page of a code was opened: the code's QR is presented for them (keyvox.md 5.3), through
/// the one decision about what is shown at doors. Digits are not taken here, for a page can be asked from anywhere, and they can be guessed. For the same reason
/// it opens only what may be opened remotely, from where that may be done.
/// </summary>
public sealed class OpenAtTile
{
    /// <summary>Pages of codes that are looked at for one tile.</summary>
    public const int MostLinks = 4;

    private static readonly AccessError Nothing = AccessError.NotFound(Noun.Tile);

    private readonly AccessDb db;
    private readonly WireIdIndex index;
    private readonly DoorControl doors;
    private readonly TimeProvider clock;

    internal OpenAtTile(AccessDb db, WireIdIndex index, DoorControl doors, TimeProvider clock) =>
        (this.db, this.index, this.doors, this.clock) = (db, index, doors, clock);

    /// <param name="tile">Its public UUID.</param>
    /// <param name="links">The last segments of pages' addresses; those that lead nowhere are passed over.</param>
    /// <returns>The doors there that these codes are for, now or later; <see cref="AccessErrorCode.NotFound"/> for none, whatever the reason.</returns>
    public async Task<Outcome<IReadOnlyList<TileDoor>>> LookAsync(string tile, IReadOnlyList<string> links, CancellationToken cancel)
    {
        var found = await FindAsync(tile, links, cancel);
        return found.Count == 0 ? Nothing : found.ConvertAll(one => one.Door);
    }

    /// <summary>Opens one of them.</summary>
    /// <returns>Refused as at a reader of the door.</returns>
    public async Task<Outcome<TileDoor>> RunAsync(string tile, string door, IReadOnlyList<string> links, RequestOrigin from, CancellationToken cancel)
    {
        if ((await FindAsync(tile, links, cancel)).Find(one => one.Door.Lock == door) is not { } found)
        {
            return Nothing;
        }

        var shown = new ShownAtDoor
        {
            By = Caller.Tile(found.Tenant, found.Tile, from),
            Kind = CredentialKind.QrCode,
            At = clock.Now(),
            TokenHash = found.TokenHash,
        };
        return await doors.PresentAsync(found.Tenant, found.Lock, shown, DoorControl.WaitAtDoor, cancel) is { } end
            ? end.Then(_ => found.Door)
            : Nothing;
    }

    /// <summary>One entry a door: of several codes for it the one whose time it is.</summary>
    private async Task<List<Found>> FindAsync(string tile, IReadOnlyList<string> links, CancellationToken cancel)
    {
        var found = new List<Found>();
        foreach (var link in links.Where(DoorToken.IsLinkText).Distinct().Take(MostLinks))
        {
            if (await index.FindAsync(DoorToken.PageOf(link), cancel) is { } code)
            {
                object?[] values = [code.Tenant.Value, code.Id, tile];
                found.AddRange(await db.ListAsync(TenantSet.Of(code.Tenant), Sql, row => Found.Read(row, code.Tenant), values, cancel));
            }
        }

        var now = clock.Now();
        return
        [
            .. found
                .Where(one => !one.Door.Window.IsOver(now))
                .OrderBy(one => one.Door.Window.HasBegun(now) ? 0 : 1)
                .DistinctBy(one => one.Lock)
                .OrderBy(one => one.Door.Name, StringComparer.Ordinal),
        ];
    }

    private static readonly string Sql = $"""
        select n.tile_id, l.lock_id, c.token_hash, lu.wire_id, coalesce(u.name, l.name), s.name, s.zone, s.locale, c.starts_at, c.ends_at
        from public_id p
        join tile_lock n on n.tenant_id = p.tenant_id and n.tile_id = p.row_id
        join smart_lock l on l.tenant_id = n.tenant_id and l.lock_id = n.lock_id and l.decommissioned_at is null
        join enrollment e on e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.credential_id = $2 and e.desired_present
        join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.revoked_at is null and c.token_hash is not null
        join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join unit u on u.tenant_id = l.tenant_id and u.unit_id = l.unit_id
        where p.kind = {(int)WireIdKind.TileUuid} and p.wire_id = $3 and p.tenant_id = $1
        """;

    private sealed record Found(TenantId Tenant, Guid Tile, LockId Lock, byte[] TokenHash, TileDoor Door)
    {
        public static Found Read(NpgsqlDataReader row, TenantId tenant) =>
            new(
                tenant,
                row.GetGuid(0),
                new LockId(row.GetGuid(1)),
                row.GetFieldValue<byte[]>(2),
                new TileDoor(
                    row.GetString(3),
                    row.GetString(4),
                    row.GetString(5),
                    row.GetString(6),
                    row.GetString(7),
                    new TimeWindow(row.GetInstant(8), row.GetInstant(9))
                )
            );
    }
}
