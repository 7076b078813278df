using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Sites;

/// <summary>A site as somebody sees it who may use a lock there.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="Latitude">Degrees; null where nobody said, as for what follows.</param>
/// <param name="Radius">Metres.</param>
/// <param name="Colour">As <c>#RRGGBB</c>.</param>
public sealed record PersonSite(
    string Id,
    string Name,
    double? Latitude,
    double? Longitude,
    int? Radius,
    string? Colour,
    string? LogoUrl,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>The sites with a lock to which the caller holds a grant that has not ended.</summary>
public sealed class PersonSites
{
    public const int MostTold = 1000;

    private readonly CallerReads reads;

    internal PersonSites(CallerReads reads) => this.reads = reads;

    /// <summary>By name, then by id; the first <see cref="MostTold"/>.</summary>
    public async Task<Outcome<PersonSite[]>> ListAsync(Caller by, CancellationToken cancel) =>
        (await reads.ListAsync(by, Sql, Read, now => [by.User?.Value ?? Guid.Empty, now], cancel)).Then(sites => sites.ToArray());

    private static readonly string Sql = $"""
        select p.wire_id, s.name, s.latitude, s.longitude, s.radius, s.colour, s.logo_url, s.created_at, s.updated_at
        from (
            select distinct l.tenant_id, l.site_id
            from access_grant g join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is null
            where g.user_id = $1 and g.revoked_at is null and (g.ends_at is null or g.ends_at > $2)) as own
        join site s on s.tenant_id = own.tenant_id and s.site_id = own.site_id
        join public_id p on p.tenant_id = s.tenant_id and p.row_id = s.site_id and p.kind = {(int)WireIdKind.SiteUuid}
        order by s.name, p.wire_id limit {MostTold}
        """;

    private static PersonSite Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetOptional<double>(2),
            row.GetOptional<double>(3),
            row.GetOptional<int>(4),
            row.GetText(5),
            row.GetText(6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8)
        );
}
