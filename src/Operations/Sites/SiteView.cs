using Latchwork.Domain.Sites;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Sites;

/// <summary>A site as its tenant's members and keys see it.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>placeId</c>.</param>
/// <param name="Zone">IANA zone of all its doors.</param>
/// <param name="EarlyEntry">So long before a stay its codes go to locks that keep no windows themselves.</param>
/// <param name="Locks">How many are there.</param>
public sealed record SiteView(
    string Id,
    string KeyvoxId,
    string Name,
    SiteKind Kind,
    string Zone,
    double? Latitude,
    double? Longitude,
    TimeSpan EarlyEntry,
    bool NotifiesGuests,
    int Units,
    int Locks,
    DateTimeOffset CreatedAt
)
{
    public string? Address { get; init; }

    public string? Telephone { get; init; }

    public override string ToString() => $"site {Id}";
}

/// <summary>Where the contact fields of sites open (KR-2).</summary>
internal static class SitePlaces
{
    public static SecretPlace Address(Guid site) => new("site", "address_sealed", site);

    public static SecretPlace Telephone(Guid site) => new("site", "telephone_sealed", site);
}

internal sealed record SiteRow(SiteView View, Guid Row, byte[]? Address, byte[]? Telephone)
{
    public static readonly string Columns = $"""
        su.wire_id as id, sk.wire_id as keyvox_id, s.name, s.kind, s.zone, s.latitude, s.longitude, s.early_entry, s.notifies_guests,
        (select count(*)::int from unit u where u.tenant_id = s.tenant_id and u.site_id = s.site_id and u.archived_at is null) as units,
        (select count(*)::int from smart_lock l where l.tenant_id = s.tenant_id and l.site_id = s.site_id and l.decommissioned_at is null) as locks,
        s.created_at, s.site_id, s.address_sealed, s.telephone_sealed
        from site s
        join public_id su on su.tenant_id = s.tenant_id and su.row_id = s.site_id and su.kind = {(int)WireIdKind.SiteUuid}
        join public_id sk on sk.tenant_id = s.tenant_id and sk.row_id = s.site_id and sk.kind = {(int)WireIdKind.KeyvoxPlace}
        """;

    public SiteView Open(TenantKeys keys) =>
        View with
        {
            Address = Address is { } address ? keys.OpenText(SitePlaces.Address(Row), address) : null,
            Telephone = Telephone is { } telephone ? keys.OpenText(SitePlaces.Telephone(Row), telephone) : null,
        };

    public static SiteRow Read(NpgsqlDataReader row) =>
        new(
            new SiteView(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                (SiteKind)row.GetInt16(3),
                row.GetString(4),
                row.GetOptional<double>(5),
                row.GetOptional<double>(6),
                row.GetFieldValue<TimeSpan>(7),
                row.GetBoolean(8),
                row.GetInt32(9),
                row.GetInt32(10),
                row.GetFieldValue<DateTimeOffset>(11)
            ),
            row.GetGuid(12),
            row.GetBytes(13),
            row.GetBytes(14)
        );
}
