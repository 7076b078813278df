using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sites;

/// <param name="Id">Its public UUID.</param>
/// <param name="Zone">IANA zone of all its doors.</param>
public sealed record SeenSite(string Id, string Name, string Zone, DateTimeOffset CreatedAt);

/// <summary>The sites of a tenant, for its members and keys.</summary>
public sealed class SiteQueries
{
    private readonly CallerReads reads;

    internal SiteQueries(CallerReads reads) => this.reads = reads;

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenSite>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, Sql, Paged.Row(Read), _ => [tenant.Value, page.Size, page.Offset], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private static readonly string Sql = Paged.Sql(
        $"""
        select p.wire_id as id, s.name, s.zone, s.created_at
        from site s join public_id p on p.tenant_id = s.tenant_id and p.row_id = s.site_id and p.kind = {(int)WireIdKind.SiteUuid}
        where s.tenant_id = $1 and s.archived_at is null
        """,
        "created_at, id",
        size: 2
    );

    private static SeenSite Read(Npgsql.NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3));
}
