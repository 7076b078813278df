using Latchwork.Domain.Sites;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Sites;

/// <summary>A lock of a unit.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>lockId</c>.</param>
public sealed record UnitLock(string Id, string KeyvoxId, string Name);

/// <summary>A room that can be booked, with its locks.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>unitId</c>.</param>
/// <param name="Number">As on its door.</param>
/// <param name="Label">Of what type it is, in the house's own words.</param>
/// <param name="IsClean">False from a check-out until somebody says otherwise.</param>
public sealed record UnitView(
    string Id,
    string KeyvoxId,
    string Name,
    string? Number,
    string? Label,
    Business Business,
    bool IsClean,
    DateTimeOffset CreatedAt,
    UnitSite Site,
    IReadOnlyList<UnitLock> Locks
);

/// <summary>Where a unit is.</summary>
public sealed record UnitSite(string Id, string KeyvoxId, string Name, SiteKind Kind)
{
    public string? Address { get; init; }
}

internal sealed record UnitRow(UnitView View, Guid Unit, Guid Site, byte[]? Address)
{
    public static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.UnitUuid, "u.unit_id")} as id, {WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")} as keyvox_id,
        u.name, u.number, u.label, u.business, u.is_clean, u.created_at,
        {WireIds.Of(WireIdKind.SiteUuid, "s.site_id")} as site_uuid, {WireIds.Of(WireIdKind.KeyvoxPlace, "s.site_id")} as site_keyvox,
        s.name as site_name, s.kind, s.site_id, s.address_sealed, d.ids, d.keyvox_ids, d.names, u.unit_id
        from unit u
        join site s on s.tenant_id = u.tenant_id and s.site_id = u.site_id
        join lateral (
            select coalesce(array_agg({WireIds.Of(WireIdKind.LockUuid, "l.lock_id")} order by l.name, l.lock_id), array[]::text[]) as ids,
                coalesce(array_agg({WireIds.Of(WireIdKind.KeyvoxLock, "l.lock_id")} order by l.name, l.lock_id), array[]::text[]) as keyvox_ids,
                coalesce(array_agg(l.name order by l.name, l.lock_id), array[]::text[]) as names
            from smart_lock l
            where l.tenant_id = u.tenant_id and l.unit_id = u.unit_id and l.decommissioned_at is null) as d on true
        """;

    public const int Width = 18;

    public UnitView Open(TenantKeys keys) =>
        Address is { } address ? View with { Site = View.Site with { Address = keys.OpenText(SitePlaces.Address(Site), address) } } : View;

    public static UnitRow Read(NpgsqlDataReader row)
    {
        var (ids, keyvox, names) = (row.GetFieldValue<string[]>(14), row.GetFieldValue<string[]>(15), row.GetFieldValue<string[]>(16));
        return new UnitRow(
            new UnitView(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetText(3),
                row.GetText(4),
                (Business)row.GetInt16(5),
                row.GetBoolean(6),
                row.GetFieldValue<DateTimeOffset>(7),
                new UnitSite(row.GetString(8), row.GetString(9), row.GetString(10), (SiteKind)row.GetInt16(11)),
                [.. ids.Select((id, n) => new UnitLock(id, keyvox[n], names[n]))]
            ),
            row.GetGuid(17),
            row.GetGuid(12),
            row.GetBytes(13)
        );
    }
}
