using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Devices;

/// <summary>Hardware that was found behind a link, and what is known of it since when.</summary>
public sealed record KnownDevice
{
    /// <summary>Public UUID, as those of what it is and is behind.</summary>
    public required string Id { get; init; }

    public required DeviceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The family's own name for it within the link.</summary>
    public required string Address { get; init; }

    public string? Model { get; init; }

    public string? Firmware { get; init; }

    public required string LinkId { get; init; }

    /// <summary>The device that relays for it; null where it is on the link itself.</summary>
    public string? ViaId { get; init; }

    public string? LockId { get; init; }

    public string? LockerId { get; init; }

    public string? ReaderId { get; init; }

    /// <summary>It answers, and so does its link.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Since when the device itself does or does not.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>How well it is heard, in dBm; null where nobody measures that.</summary>
    public int? Signal { get; init; }

    public DateTimeOffset? SignalAt { get; init; }

    /// <summary>Per cent; null until it was heard.</summary>
    public int? Battery { get; init; }

    public required bool BatteryIsLow { get; init; }

    public DateTimeOffset? BatteryAt { get; init; }

    /// <summary>When its battery will be empty; null until there was one reading.</summary>
    public BatteryOutlook? BatteryOutlook { get; init; }

    /// <summary>What the operator should know, such as a lock that was included without security.</summary>
    public string? Warning { get; init; }

    /// <summary>Since when it is not found behind the link any more.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Which devices are asked for; what is null filters nothing.</summary>
public sealed record DevicesFilter(PageRequest Page)
{
    public WireId? Link { get; init; }

    public DeviceKind? Kind { get; init; }
}

/// <summary>All that is behind the links of a tenant, for its members and keys. What is behind a link that was removed is not told of.</summary>
public sealed class DeviceQueries
{
    private readonly CallerReads reads;

    internal DeviceQueries(CallerReads reads) => this.reads = reads;

    /// <summary>By name. Behind a link that is not there: none.</summary>
    public async Task<Outcome<PageOf<KnownDevice>>> ListAsync(Caller by, TenantId tenant, DevicesFilter filter, CancellationToken cancel)
    {
        var (page, link) = (filter.Page, filter.Link);
        var found = await reads.ReadAsync(
            by,
            ListSql.For(page),
            Paged.Row(Read),
            _ => [tenant.Value, page.Size, page.Start, (short?)link?.Kind, link?.Text, (short?)filter.Kind],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(tenant), Noun.Device) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    public async Task<Outcome<KnownDevice>> FindAsync(Caller by, WireId device, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (Device: Read(row), Tenant: new TenantId(row.GetGuid(Width))),
            _ => [(short)device.Kind, device.Text],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is not [var (known, tenant)] ? AccessError.NotFound(Noun.Device)
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(tenant), Noun.Device) is { } weak ? weak
            : known;
    }

    private const int Width = 26;

    private static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.DeviceUuid, "d.device_id")} as id, d.kind, coalesce(d.given_name, d.name) as name, d.address, d.model, d.firmware,
        {WireIds.Of(WireIdKind.LinkUuid, "d.link_id")} as link, {WireIds.Of(WireIdKind.DeviceUuid, "d.via_device_id")} as via,
        {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")} as lock, {WireIds.Of(WireIdKind.LockerUuid, "c.locker_id")} as locker,
        {WireIds.Of(WireIdKind.ReaderUuid, "r.reader_id")} as reader, d.is_online and k.is_online as is_online, d.changed_at, d.signal, d.signal_at,
        l.battery, coalesce(l.battery_is_low, false) as battery_is_low, l.battery_at, {OutlookRow.Columns}, d.warning, d.gone_at, d.created_at
        """;

    private const string Joins = """
        join link k on k.tenant_id = d.tenant_id and k.link_id = d.link_id and k.removed_at is null
        left join smart_lock l on l.tenant_id = d.tenant_id and l.device_id = d.device_id and l.decommissioned_at is null
        left join locker c on c.tenant_id = d.tenant_id and c.device_id = d.device_id and c.decommissioned_at is null
        left join reader r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
        left join battery_forecast bf on bf.tenant_id = d.tenant_id and bf.device_id = d.device_id
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select {Columns} from device d {Joins}
        where d.tenant_id = $1 and ($6::smallint is null or d.kind = $6)
            and ($4::smallint is null or d.link_id = (select p.row_id from public_id p where p.kind = $4 and p.wire_id = $5))
            and exists (select from public_id p where p.tenant_id = d.tenant_id and p.row_id = d.device_id and p.kind = {(int)WireIdKind.DeviceUuid})
        """,
        PageOrder.Rising("name text, id text"),
        size: 2
    );

    private static readonly string OneSql = $"""
        select {Columns}, d.tenant_id from public_id p join device d on d.tenant_id = p.tenant_id and d.device_id = p.row_id {Joins}
        where p.kind = $1 and p.wire_id = $2
        """;

    private static KnownDevice Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            Kind = (DeviceKind)row.GetInt16(1),
            Name = row.GetString(2),
            Address = row.GetString(3),
            Model = row.GetText(4),
            Firmware = row.GetText(5),
            LinkId = row.GetString(6),
            ViaId = row.GetText(7),
            LockId = row.GetText(8),
            LockerId = row.GetText(9),
            ReaderId = row.GetText(10),
            IsOnline = row.GetBoolean(11),
            ChangedAt = row.GetFieldValue<DateTimeOffset>(12),
            Signal = row.GetOptional<short>(13),
            SignalAt = row.GetInstant(14),
            Battery = row.GetOptional<short>(15),
            BatteryIsLow = row.GetBoolean(16),
            BatteryAt = row.GetInstant(17),
            BatteryOutlook = OutlookRow.Read(row, 18),
            Warning = row.GetText(18 + OutlookRow.Width),
            GoneAt = row.GetInstant(19 + OutlookRow.Width),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(20 + OutlookRow.Width),
        };
}
