using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sites;

/// <summary>Which units are asked for; what is null filters nothing.</summary>
public sealed record UnitsFilter(PageRequest Page)
{
    public WireId? Site { get; init; }

    /// <summary>Part of the name or of the number, without regard to case.</summary>
    public string? Search { get; init; }

    public Business? Business { get; init; }
}

/// <summary>The units of a tenant with their locks, for its members and keys.</summary>
public sealed class UnitQueries
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal UnitQueries(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    /// <summary>By site, number and name. Of a site that is not there: none.</summary>
    public async Task<Outcome<PageOf<UnitView>>> ListAsync(Caller by, TenantId tenant, UnitsFilter filter, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            ListSql.For(filter.Page),
            Paged.Row(UnitRow.Read),
            _ =>
                [
                    tenant.Value,
                    filter.Page.Size,
                    filter.Page.Start,
                    (short?)filter.Site?.Kind,
                    filter.Site?.Text,
                    filter.Search is { } part ? Like.Escape(part) : null,
                    (short?)filter.Business,
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Unit) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return Paged.Page(read.Rows).Select(row => row.Open(keys));
    }

    public async Task<Outcome<UnitView>> FindAsync(Caller by, WireId unit, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (Row: UnitRow.Read(row), Tenant: new TenantId(row.GetGuid(UnitRow.Width))),
            _ => [(short)unit.Kind, unit.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (row, tenant)])
        {
            return AccessError.NotFound(Noun.Unit);
        }

        if (AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Unit) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return row.Open(keys);
    }

    private static readonly string OneSql = $"""
        select h.*, p.tenant_id from public_id p
        join lateral (select {UnitRow.Columns} where u.tenant_id = p.tenant_id and u.unit_id = p.row_id and u.archived_at is null) as h on true
        where p.kind = $1 and p.wire_id = $2
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select {UnitRow.Columns}
        where u.tenant_id = $1 and u.archived_at is null
            and ($5::text is null or u.site_id = (select row_id from public_id where kind = $4 and wire_id = $5 and tenant_id = $1))
            and ($6::text is null or u.name ilike '%' || $6 || '%' or u.number ilike '%' || $6 || '%')
            and ($7::smallint is null or u.business = $7)
        """,
        PageOrder.Rising("site_name text, site_uuid text, coalesce(number,U&'\\+10FFFF') text, name text, id text"),
        size: 2
    );
}
