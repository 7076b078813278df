using System.Globalization;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Gateways;

/// <summary>What relays for locks, in the statements that read it: a device called <c>gd</c>, or where there is none the link called <c>k</c>.</summary>
internal static class GatewayRow
{
    public const int Width = 11;

    /// <summary>Of a lock called <c>l</c>; null where nothing relays.</summary>
    public static readonly string OfLock = IdOf("gd.device_id");

    /// <summary>Those after the first are fixed by it.</summary>
    public static readonly string Columns = $"""
        gi.row_id as gateway_id, gi.wire_id as gateway_number, k.link_id, gd.mac, coalesce(gd.given_name, gd.name, k.name), coalesce(gd.model, k.family),
        gd.firmware, case when gd.device_id is null then k.network_identity else k.name end, k.is_online and coalesce(gd.is_online, true),
        coalesce(gd.created_at, k.created_at) as found_at, gd.gone_at
        """;

    /// <summary>Of a lock called <c>l</c>. Without a gateway there is no row.</summary>
    public static readonly string Joins = $"""
        join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join device ld on ld.tenant_id = l.tenant_id and ld.device_id = l.device_id
        left join device gd on gd.tenant_id = ld.tenant_id and gd.device_id = ld.via_device_id and gd.kind = {(int)DeviceKind.Gateway}
        join public_id gi on gi.tenant_id = l.tenant_id and gi.row_id = {OfLock} and gi.kind = {(int)WireIdKind.GatewayNumber}
        """;

    /// <summary>A lock without a gateway device is behind its link, unless it connects by itself.</summary>
    /// <param name="device">The gateway device that it is behind, or null.</param>
    public static string IdOf(string device) =>
        $"coalesce({device}, case when l.capabilities & {(int)Capabilities.OwnNetwork} = 0 then l.link_id end)";

    public static SeenGateway Read(NpgsqlDataReader row, int column) =>
        new()
        {
            Id = row.GetGuid(column),
            Number = Number(row, column + 1),
            Link = row.GetGuid(column + 2),
            StoredMac = row.GetText(column + 3),
            Name = row.GetString(column + 4),
            Model = row.GetString(column + 5),
            Firmware = row.GetText(column + 6),
            NetworkName = row.GetText(column + 7) ?? "",
            IsOnline = row.GetBoolean(column + 8),
            FoundAt = row.GetFieldValue<DateTimeOffset>(column + 9),
        };

    public static bool IsGone(NpgsqlDataReader row, int column) => !row.IsDBNull(column + 10);

    public static int Number(NpgsqlDataReader row, int column) => int.Parse(row.GetString(column), CultureInfo.InvariantCulture);
}
