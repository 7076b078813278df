using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Tiles;

/// <summary>
/// Has a tile lead to these locks of a site and to no others. It takes who runs the site: whoever runs every lock there now. A tile that leads to a lock
/// elsewhere is taken.
/// </summary>
public sealed class SetTileLocks
{
    public const int MostLocks = 100;

    private static readonly AccessError MissingSite = AccessError.NotFound(Noun.Site);
    private static readonly AccessError NotEveryLock = new(AccessErrorCode.NotAllowed, "You do not run every lock of this site.", Noun.Site);

    private readonly CallerTurns turns;
    private readonly WireIdIndex index;

    internal SetTileLocks(CallerTurns turns, WireIdIndex index) => (this.turns, this.index) = (turns, index);

    /// <param name="locks">None: it leads nowhere.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId tileId, WireId siteId, IReadOnlyList<WireId> locks, CancellationToken cancel) =>
        locks.Count > MostLocks
            ? AccessError.Invalid($"A tile leads to at most {MostLocks} locks.", Noun.Tile)
            : await turns.RunAsync(
                by,
                new TurnRules(AuditKind.TileAssociated, MissingSite, StoredTile.Taken),
                caller => LocateAsync(caller, siteId, cancel),
                (turn, site) => SetAsync(turn, site, tileId, locks, cancel),
                cancel
            );

    private async ValueTask<Located<SiteId>?> LocateAsync(Caller by, WireId siteId, CancellationToken cancel) =>
        await index.FindAsync(siteId, by.Tenants, cancel) is { } row ? new(row.Tenant, new SiteId(row.Id)) : null;

    private static async Task<Outcome<Done>> SetAsync(
        CallerTurn turn,
        SiteId site,
        WireId tileId,
        IReadOnlyList<WireId> locks,
        CancellationToken cancel
    )
    {
        var there = await turn.Work.ListAsync(LocksSql, DoorRead, [turn.Tenant.Value, site.Value, turn.By.User?.Value ?? Guid.Empty], cancel);
        var wanted = there.FindAll(door => locks.Contains(WireId.Uuid(WireIdKind.LockUuid, Guid.Parse(door.WireId))));
        if (Refuse(turn, there) is { } weak)
        {
            return weak;
        }

        if (wanted.Count != locks.Distinct().Count())
        {
            return AccessError.NotFound(Noun.Lock);
        }

        if ((await StoredTile.FindAsync(turn, tileId, cancel)).IsRefused(out var refusal, out var tile))
        {
            return refusal;
        }

        return tile.Locks.Any(other => !there.Exists(door => door.Id == other)) ? StoredTile.Taken
            : await tile.LeadToAsync(turn, site, wanted.ConvertAll(door => door.Id), cancel) is { } taken ? taken
            : Done.Yes;
    }

    /// <summary>A site at which the caller may use no lock does not exist for them (AZ-3).</summary>
    private static AccessError? Refuse(CallerTurn turn, List<Door> there) =>
        !there.Exists(door => door.Asked.Refuse(AccessAct.SeeLock, turn.By, turn.Now) is null) ? MissingSite
        : there.Exists(door => door.Asked.Refuse(AccessAct.ChangeSettings, turn.By, turn.Now) is not null) ? NotEveryLock
        : null;

    private readonly record struct Door(AskedLock Asked, LockId Id, string WireId);

    private static Door DoorRead(Npgsql.NpgsqlDataReader row) =>
        new(AskedLock.Read(row, 0), new LockId(row.GetGuid(AskedLock.Width)), row.GetString(AskedLock.Width + 1));

    private static readonly string LocksSql = $"""
        select {AskedLock.Columns}, l.lock_id, lu.wire_id
        from smart_lock l
        join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        where l.tenant_id = $1 and l.site_id = $2 and l.decommissioned_at is null
        """;
}
