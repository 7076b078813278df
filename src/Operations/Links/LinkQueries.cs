using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Links;

/// <summary>A connection to hardware, as far as it is known. Its secret is never told.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="SiteId">Where new devices are put; null: the tenant's first site.</param>
/// <param name="WasReached">Whether it ever answered.</param>
/// <param name="ChangedAt">Since when it is online or offline.</param>
/// <param name="OfflineBecause">In plain words; null while it is online, and before the first try has ended.</param>
public sealed record SeenLink(
    string Id,
    string Family,
    string Name,
    string Address,
    string? SiteId,
    bool IsOnline,
    bool WasReached,
    DateTimeOffset ChangedAt,
    string? OfflineBecause,
    DateTimeOffset CreatedAt
);

/// <param name="Address">The family's own name for it within the link.</param>
/// <param name="LockId">Public UUID, where it is a lock.</param>
/// <param name="Capabilities">Null where it is no lock.</param>
/// <param name="Warning">What the operator should know, such as a lock that was included without security.</param>
/// <param name="GoneAt">Since when it is not found behind the link any more.</param>
public sealed record SeenDevice(
    string Address,
    DeviceKind Kind,
    string Name,
    string? Model,
    string? Firmware,
    bool IsOnline,
    string? Warning,
    DateTimeOffset? GoneAt,
    string? LockId,
    Capabilities? Capabilities
);

public sealed record LinkInDetail(SeenLink Link, IReadOnlyList<SeenDevice> Devices);

/// <summary>The links of a tenant, for its members and keys.</summary>
public sealed class LinkQueries
{
    private readonly CallerReads reads;

    internal LinkQueries(CallerReads reads) => this.reads = reads;

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenLink>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(ReadLink), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    /// <summary>The link and what was found behind it, gateways first.</summary>
    public async Task<Outcome<LinkInDetail>> FindAsync(Caller by, WireId linkId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            FindSql,
            row => (Link: ReadLink(row), Tenant: new TenantId(row.GetGuid(Width)), Device: row.IsDBNull(Width + 1) ? null : ReadDevice(row)),
            _ => [(short)linkId.Kind, linkId.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var rows = read.Rows;
        return rows.Count == 0 ? AccessError.NotFound(Noun.Link)
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(rows[0].Tenant), Noun.Link) is { } weak ? weak
            : new LinkInDetail(rows[0].Link, [.. rows.Select(row => row.Device).OfType<SeenDevice>()]);
    }

    internal const int Width = 10;

    private const string Columns = """
        ku.wire_id as id, k.family, k.name, k.address, su.wire_id as site, k.is_online, k.network_identity is not null, k.changed_at, k.offline_because,
        k.created_at
        """;

    private static readonly string Joins = $"""
        join public_id ku on ku.tenant_id = k.tenant_id and ku.row_id = k.link_id and ku.kind = {(int)WireIdKind.LinkUuid}
        left join public_id su on su.tenant_id = k.tenant_id and su.row_id = k.site_id and su.kind = {(int)WireIdKind.SiteUuid}
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"select {Columns} from link k {Joins} where k.tenant_id = $1 and k.removed_at is null",
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 2
    );

    private static readonly string FindSql = $"""
        select {Columns}, k.tenant_id, d.address, d.kind, coalesce(d.given_name, d.name), d.model, d.firmware, d.is_online, d.warning, d.gone_at, lu.wire_id, l.capabilities
        from public_id p join link k on k.tenant_id = p.tenant_id and k.link_id = p.row_id and k.removed_at is null {Joins}
        left join device d on d.tenant_id = k.tenant_id and d.link_id = k.link_id
        left join smart_lock l on l.tenant_id = d.tenant_id and l.device_id = d.device_id and l.decommissioned_at is null
        left join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        where p.kind = $1 and p.wire_id = $2
        order by d.kind <> {(int)DeviceKind.Gateway}, d.name, d.address
        """;

    internal static SeenLink ReadLink(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetText(4),
            row.GetBoolean(5),
            row.GetBoolean(6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetText(8),
            row.GetFieldValue<DateTimeOffset>(9)
        );

    private static SeenDevice ReadDevice(NpgsqlDataReader row) =>
        new(
            row.GetString(Width + 1),
            (DeviceKind)row.GetInt16(Width + 2),
            row.GetString(Width + 3),
            row.GetText(Width + 4),
            row.GetText(Width + 5),
            row.GetBoolean(Width + 6),
            row.GetText(Width + 7),
            row.GetInstant(Width + 8),
            row.GetText(Width + 9),
            (Capabilities?)row.GetOptional<int>(Width + 10)
        );
}
