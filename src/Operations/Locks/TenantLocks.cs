using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>A lock as those who run its tenant see it. What is told of it is as old as its time says.</summary>
public sealed record SeenLock
{
    /// <summary>Its public UUID, as those of site and link.</summary>
    public required string Id { get; init; }

    public required string KeyvoxId { get; init; }

    public required string Name { get; init; }

    public required string SiteId { get; init; }

    /// <summary>IANA zone of its site.</summary>
    public required string Zone { get; init; }

    /// <summary>Null where nothing connects it, and after its link was removed.</summary>
    public string? LinkId { get; init; }

    public string? Model { get; init; }

    public string? Firmware { get; init; }

    public required Capabilities Capabilities { get; init; }

    public required bool IsOnline { get; init; }

    public required BoltState Bolt { get; init; }

    public DateTimeOffset? BoltAt { get; init; }

    public required DoorState Door { get; init; }

    public DateTimeOffset? DoorAt { get; init; }

    /// <summary>Per cent; null until it was heard.</summary>
    public int? Battery { get; init; }

    public required bool BatteryIsLow { get; init; }

    public DateTimeOffset? BatteryAt { get; init; }

    /// <summary>When its battery will be empty; null until there was one reading.</summary>
    public BatteryOutlook? BatteryOutlook { get; init; }

    /// <summary>How long its door may stand open before that is told; zero: for ever.</summary>
    public required TimeSpan AjarAfter { get; init; }

    public required bool IsFrozen { get; init; }

    /// <summary>Public UUID of the unit that it leads into; null for none.</summary>
    public string? UnitId { get; init; }

    /// <summary>How long it stays open before it locks again; null for ever.</summary>
    public TimeSpan? RelockAfter { get; init; }

    /// <summary>When it stays open; null for never.</summary>
    public WeeklyHours? OpenHours { get; init; }

    /// <summary>The bolt is drawn when those begin.</summary>
    public required bool OpensByItself { get; init; }

    /// <summary>It opens only inside one of them; none: always.</summary>
    public required IReadOnlyList<WeeklyHours> UsageHours { get; init; }

    /// <summary>Addresses and ranges from which it opens; none: from anywhere.</summary>
    public required IReadOnlyList<string> PermittedAddresses { get; init; }

    /// <summary>What the lock keeps for itself, as far as it is known.</summary>
    public required IReadOnlyDictionary<LockSetting, int> Settings { get; init; }

    /// <summary>How many codes its keypad takes; null without one.</summary>
    public int? PasscodeSlots { get; init; }

    /// <summary>On the plan of its site; null for nowhere.</summary>
    public PlanPlace? Place { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The locks of a tenant, for its members and keys.</summary>
public sealed class TenantLocks
{
    private readonly CallerReads reads;

    internal TenantLocks(CallerReads reads) => this.reads = reads;

    /// <summary>By name. At a site, behind a link or in a group that is not there: none.</summary>
    public async Task<Outcome<PageOf<SeenLock>>> ListAsync(Caller by, TenantId tenant, LocksFilter filter, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(filter.Page), Paged.Row(row => Read(row, 0)), _ => Values(tenant, filter), cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LocksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private static object?[] Values(TenantId tenant, LocksFilter filter) =>
        [
            tenant.Value,
            filter.Name is { } part ? Like.Escape(part) : null,
            filter.Page.Size,
            filter.Page.Start,
            filter.Site?.Text,
            filter.Link?.Text,
            (short?)filter.Bolt,
            filter.IsOnline,
            filter.BatteryIsLow,
            filter.IsFrozen,
            filter.Group?.Text,
        ];

    public async Task<Outcome<SeenLock>> FindAsync(Caller by, WireId lockId, CancellationToken cancel)
    {
        var found = await reads.OneAsync(by, OneLock, lockId, cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (seen, tenant)])
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var facts = new AccessFacts
        {
            Lock = new LockFacts { Capabilities = seen.Capabilities, IsFrozen = seen.IsFrozen },
            Standing = read.By.StandingIn(tenant),
            IsRemote = true,
        };
        return AccessDecision.Refuse(AccessAct.SeeLock, facts, reads.Now) is { } weak ? weak : seen;
    }

    private const int Width = 35;

    private static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")} as id, l.name, {WireIds.Of(WireIdKind.SiteUuid, "s.site_id")} as site, s.zone,
        {WireIds.Of(WireIdKind.LinkUuid, "k.link_id")} as link, l.model, l.firmware, l.capabilities,
        l.is_online and coalesce(k.is_online, false) as is_online, l.bolt, l.bolt_at, l.door, l.door_at, l.battery, l.battery_is_low, l.battery_at,
        l.frozen_at is not null as is_frozen, l.passcode_slots, l.created_at, {WireIds.Of(WireIdKind.KeyvoxLock, "l.lock_id")} as keyvox,
        l.ajar_after, {OutlookRow.Columns},
        {WireIds.Of(WireIdKind.UnitUuid, "l.unit_id")} as unit, l.relock_after, l.open_hours, l.opens_by_itself, l.usage_hours, l.permitted_addresses,
        {LockQueries.SettingsColumn} as settings, l.place_x, l.place_y
        """;

    private const string Joins = """
        left join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join battery_forecast bf on bf.tenant_id = l.tenant_id and bf.device_id = l.device_id
        """;

    private const string ItsLinkAnswers =
        "exists (select from link k where k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null and k.is_online)";

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select l.* from smart_lock l
        where l.tenant_id = $1 and l.decommissioned_at is null and ($2::text is null or l.name ilike '%' || $2 || '%')
            and ($5::text is null or l.site_id = (select p.row_id from public_id p where p.kind = {(int)WireIdKind.SiteUuid} and p.wire_id = $5))
            and ($6::text is null or l.link_id = (select p.row_id from public_id p where p.kind = {(int)WireIdKind.LinkUuid} and p.wire_id = $6))
            and ($7::smallint is null or l.bolt = $7) and ($8::boolean is null or (l.is_online and {ItsLinkAnswers}) = $8)
            and ($9::boolean is null or l.battery_is_low = $9) and ($10::boolean is null or (l.frozen_at is not null) = $10)
            and ($11::text is null or exists (
                select from public_id p join lock_group_lock m on m.tenant_id = p.tenant_id and m.group_id = p.row_id
                where p.kind = {(int)WireIdKind.GroupUuid} and p.wire_id = $11 and m.tenant_id = l.tenant_id and m.lock_id = l.lock_id))
        """,
        PageOrder.Rising("name text, lock_id uuid"),
        size: 3,
        "l",
        (Columns, Joins)
    );

    private static readonly SharedQuestion<(SeenLock Lock, TenantId Tenant)> OneLock = new(
        $"""
        select {Columns}, l.tenant_id
        from public_id p join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null {Joins}
        where p.kind = a.kind and p.wire_id = a.wire_id
        """,
        (row, column) => (Read(row, column), new TenantId(row.GetGuid(column + Width)))
    );

    private static SeenLock Read(NpgsqlDataReader row, int column) =>
        new()
        {
            Id = row.GetString(column),
            Name = row.GetString(column + 1),
            SiteId = row.GetString(column + 2),
            Zone = row.GetString(column + 3),
            LinkId = row.GetText(column + 4),
            Model = row.GetText(column + 5),
            Firmware = row.GetText(column + 6),
            Capabilities = (Capabilities)row.GetInt32(column + 7),
            IsOnline = row.GetBoolean(column + 8),
            Bolt = (BoltState)row.GetInt16(column + 9),
            BoltAt = row.GetInstant(column + 10),
            Door = (DoorState)row.GetInt16(column + 11),
            DoorAt = row.GetInstant(column + 12),
            Battery = row.GetOptional<short>(column + 13),
            BatteryIsLow = row.GetBoolean(column + 14),
            BatteryAt = row.GetInstant(column + 15),
            IsFrozen = row.GetBoolean(column + 16),
            PasscodeSlots = row.GetOptional<short>(column + 17),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(column + 18),
            KeyvoxId = row.GetString(column + 19),
            AjarAfter = row.GetFieldValue<TimeSpan>(column + 20),
            BatteryOutlook = OutlookRow.Read(row, column + 21),
            UnitId = row.GetText(column + 26),
            RelockAfter = row.GetOptional<TimeSpan>(column + 27),
            OpenHours = row.GetText(column + 28) is { } hours ? LockRow.HoursOf(hours) : null,
            OpensByItself = row.GetBoolean(column + 29),
            UsageHours = Array.ConvertAll(row.GetFieldValue<string[]>(column + 30), LockRow.HoursOf),
            PermittedAddresses = row.GetFieldValue<string[]>(column + 31),
            Settings = LockQueries.SettingsOf(row, column + 32),
            Place = row.IsDBNull(column + 33) ? null : PlanPlace.Create(row.GetDouble(column + 33), row.GetDouble(column + 34)).Value,
        };
}
