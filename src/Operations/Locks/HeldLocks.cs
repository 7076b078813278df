using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>
/// The locks to which a caller holds a grant that has not ended. Lists are by the name that the caller sees, then by id, and end after
/// <see cref="MostTold"/>: what comes behind is found by itself, or by its site.
/// </summary>
public sealed class HeldLocks
{
    public const int MostTold = 1000;

    private readonly CallerReads reads;
    private readonly RemovedLocks removed;

    internal HeldLocks(CallerReads reads, RemovedLocks removed) => (this.reads, this.removed) = (reads, removed);

    /// <summary>One lock. Who held it when it was taken out of use is told that it was.</summary>
    public async Task<Outcome<HeldLock>> FindAsync(Caller by, WireId lockId, CancellationToken cancel)
    {
        var found = await reads.OneAsync(by, OneLock, lockId, cancel);
        if (found.IsRefused(out var gone, out var read))
        {
            return gone;
        }

        var refusal = read.Rows is [var (asked, _)] ? asked.Refuse(AccessAct.SeeLock, read.By, reads.Now) : AccessError.NotFound(Noun.Lock);
        return refusal is null ? read.Rows[0].Lock! : await removed.ToldAsync(refusal, by, lockId, cancel);
    }

    public Task<Outcome<HeldLock[]>> AllAsync(Caller by, CancellationToken cancel) => ListAsync(by, AllSql, AccessAct.SeeLock, null, cancel);

    /// <summary>Those that the caller keeps as favourites; hidden ones are left out.</summary>
    public Task<Outcome<HeldLock[]>> FavouritesAsync(Caller by, CancellationToken cancel) =>
        ListAsync(by, FavouritesSql, AccessAct.SeeLock, null, cancel);

    /// <summary>Those at a site. One at which the caller has none does not exist for them.</summary>
    public async Task<Outcome<HeldLock[]>> OfSiteAsync(Caller by, WireId siteId, CancellationToken cancel) =>
        await ListAsync(by, OfSiteSql, AccessAct.SeeLock, siteId, cancel) is var found && found is { Error: null, Value: [] }
            ? AccessError.NotFound(Noun.Site)
            : found;

    /// <summary>Those that the caller may give to others now.</summary>
    public Task<Outcome<HeldLock[]>> ShareableAsync(Caller by, CancellationToken cancel) => ListAsync(by, RunSql, AccessAct.Share, null, cancel);

    /// <param name="needed">What the caller must be allowed to do with each of them.</param>
    private async Task<Outcome<HeldLock[]>> ListAsync(Caller by, string sql, AccessAct needed, WireId? at, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            sql,
            row => (Asked: AskedLock.Read(row, 0), Lock: HeldLockRow.Read(row, 0)),
            now => [by.User?.Value ?? Guid.Empty, now, at?.Text],
            cancel
        );
        return found.Then(read => (HeldLock[])[.. from row in read.Rows where row.Asked.Refuse(needed, read.By, reads.Now) is null select row.Lock]);
    }

    private static readonly string AllSql = SqlWhere("true");

    private static readonly string RunSql = SqlWhere($"g.role >= {(int)GrantRole.Manager}");

    private static readonly string FavouritesSql = SqlWhere("f.is_favourite and not l.is_hidden");

    private static readonly string OfSiteSql = SqlWhere(
        $"l.site_id = (select row_id from public_id where kind = {(int)WireIdKind.SiteUuid} and wire_id = $3)"
    );

    private static string SqlWhere(string which) =>
        $"""
            select {HeldLockRow.Columns}
            from access_grant g
            join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is null
            {HeldLockRow.Joins}
            where g.user_id = $1 and g.revoked_at is null and (g.ends_at is null or g.ends_at > $2) and ({which}) and ($3::text is null or true)
            order by coalesce(f.alias, l.name), lu.wire_id limit {MostTold}
            """;

    private static readonly SharedQuestion<(AskedLock Asked, HeldLock? Lock)> OneLock = new(
        $"""
        select {HeldLockRow.Columns}
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = a.user_id and g.revoked_at is null
        {HeldLockRow.Joins}
        where p.kind = a.kind and p.wire_id = a.wire_id
        """,
        (row, column) =>
        {
            var asked = AskedLock.Read(row, column);
            return (asked, asked.Grant is null ? null : HeldLockRow.Read(row, column));
        }
    );
}
