using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sites;

/// <param name="Id">Its public UUID.</param>
/// <param name="Zone">IANA zone of all its doors.</param>
public sealed record SeenSite(string Id, string Name, string Zone, DateTimeOffset CreatedAt);

/// <summary>Which sites are asked for; what is null filters nothing.</summary>
public sealed record SitesFilter(PageRequest Page)
{
    public SiteKind? Kind { get; init; }

    /// <summary>Part of the name, without regard to case.</summary>
    public string? Search { get; init; }
}

/// <summary>The sites of a tenant, for its members and keys.</summary>
public sealed class SiteQueries
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal SiteQueries(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenSite>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, Sql.For(page), Paged.Row(Read), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    public async Task<Outcome<SiteView>> FindAsync(Caller by, WireId site, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (Row: SiteRow.Read(row), Tenant: new TenantId(row.GetGuid(15))),
            _ => [(short)site.Kind, site.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (row, tenant)])
        {
            return AccessError.NotFound(Noun.Site);
        }

        if (AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Site) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return row.Open(keys);
    }

    /// <summary>With all that is kept of them, oldest first.</summary>
    public async Task<Outcome<PageOf<SiteView>>> ViewsAsync(Caller by, TenantId tenant, SitesFilter filter, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            ViewsSql.For(filter.Page),
            Paged.Row(SiteRow.Read),
            _ => [tenant.Value, filter.Page.Size, filter.Page.Start, (short?)filter.Kind, filter.Search is { } part ? Like.Escape(part) : null],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Site) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return Paged.Page(read.Rows).Select(row => row.Open(keys));
    }

    private static readonly string OneSql = $"""
        select h.*, p.tenant_id from public_id p
        join lateral (select {SiteRow.Columns} where s.tenant_id = p.tenant_id and s.site_id = p.row_id and s.archived_at is null) as h on true
        where p.kind = $1 and p.wire_id = $2
        """;

    private static readonly PagedSql ViewsSql = Paged.Sql(
        $"""
        select {SiteRow.Columns}
        where s.tenant_id = $1 and s.archived_at is null and ($4::smallint is null or s.kind = $4) and ($5::text is null or s.name ilike '%' || $5 || '%')
        """,
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 2
    );

    private static readonly PagedSql Sql = Paged.Sql(
        $"""
        select p.wire_id as id, s.name, s.zone, s.created_at
        from site s join public_id p on p.tenant_id = s.tenant_id and p.row_id = s.site_id and p.kind = {(int)WireIdKind.SiteUuid}
        where s.tenant_id = $1 and s.archived_at is null
        """,
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 2
    );

    private static SeenSite Read(Npgsql.NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3));
}
