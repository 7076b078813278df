using System.Collections.Frozen;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

public sealed record GrantedLocksFilter(PageRequest Page)
{
    /// <summary>Part of the name that the caller sees, without regard to case.</summary>
    public string? NameContains { get; init; }

    public int? GroupNumber { get; init; }
}

/// <summary>A lock as its holder sees it, with the grant that makes it theirs.</summary>
public sealed record GrantedLock
{
    public required int LockNumber { get; init; }

    public required int GrantNumber { get; init; }

    public required string Name { get; init; }

    /// <summary>What the caller calls it; the lock's own name where they never said.</summary>
    public required string Alias { get; init; }

    public required string Mac { get; init; }

    public required GrantRole Role { get; init; }

    public required bool IsDeputy { get; init; }

    public required TimeWindow Window { get; init; }

    public required bool OpensRemotely { get; init; }

    public required bool IsGrantFrozen { get; init; }

    public required bool IsWaiting { get; init; }

    public string? Remarks { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public required DateTimeOffset LockCreatedAt { get; init; }

    /// <summary>Per cent; null until it was heard.</summary>
    public int? Battery { get; init; }

    public required Capabilities Capabilities { get; init; }

    public required bool HasPasscodes { get; init; }

    /// <summary>Something other than the lock itself connects it.</summary>
    public required bool HasGateway { get; init; }

    public required bool IsOnline { get; init; }

    /// <summary>IANA zone of its site.</summary>
    public required string Zone { get; init; }

    public int? GroupNumber { get; init; }

    public string? GroupName { get; init; }

    public bool HasOpenHours => OpenHours is not null;

    /// <summary>When it stays open; null for never.</summary>
    public OpenSchedule? OpenHours { get; init; }

    public required bool IsFrozen { get; init; }

    public TimeSpan? RelockAfter { get; init; }

    public string? Model { get; init; }

    public string? Firmware { get; init; }

    /// <summary>What it is known to be set to; only in detail.</summary>
    public IReadOnlyDictionary<LockSetting, int> Settings { get; init; } = FrozenDictionary<LockSetting, int>.Empty;

    /// <summary>For its owner, where there is one.</summary>
    public PinDigits? SuperPasscode { get; init; }

    internal TenantId Tenant { get; init; }

    internal LockId Id { get; init; }

    internal byte[]? SealedSuperPasscode { get; init; }

    internal byte[]? SealedPhoneData { get; init; }

    /// <summary>What a phone that added the lock left for phones; null where there is none, and for all but the owner.</summary>
    public string? PhoneData { get; init; }

    public override string ToString() => $"lock {LockNumber}";
}

/// <summary>What a caller may know of locks.</summary>
public sealed class LockQueries
{
    private readonly CallerReads reads;
    private readonly SuperPasscodes superPasscodes;
    private readonly KeyRing ring;

    internal LockQueries(CallerReads reads, SuperPasscodes superPasscodes, KeyRing ring) =>
        (this.reads, this.superPasscodes, this.ring) = (reads, superPasscodes, ring);

    /// <summary>The locks of all the caller's grants that have not ended, newest grant first.</summary>
    public Task<Outcome<PageOf<GrantedLock>>> GrantedAsync(Caller by, GrantedLocksFilter filter, CancellationToken cancel) =>
        ListAsync(by, filter, ownedOnly: false, cancel);

    /// <summary>The same, where the caller is the owner.</summary>
    public Task<Outcome<PageOf<GrantedLock>>> OwnedAsync(Caller by, GrantedLocksFilter filter, CancellationToken cancel) =>
        ListAsync(by, filter, ownedOnly: true, cancel);

    /// <summary>One lock in detail; for those who manage it.</summary>
    public Task<Outcome<GrantedLock>> DetailAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        OneAsync(by, lockId, AccessAct.ReadDetail, cancel);

    /// <summary>One lock with the caller's own grant to it.</summary>
    public Task<Outcome<GrantedLock>> FindAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        OneAsync(by, lockId, AccessAct.SeeLock, cancel);

    private async Task<Outcome<GrantedLock>> OneAsync(Caller by, WireId lockId, AccessAct act, CancellationToken cancel)
    {
        var found = await reads.OneAsync(by, OneLock, lockId, cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var rows = read.Rows;
        var facts = rows.Count == 0 ? null : FactsOf(rows[0].Lock, rows[0].Grant);
        return facts is null ? AccessError.NotFound(Noun.Lock)
            : AccessDecision.Refuse(act, facts, reads.Now) is { } weak ? weak
            : (await OpenAsync(by, [rows[0].Lock], cancel))[0];
    }

    private async Task<Outcome<PageOf<GrantedLock>>> ListAsync(Caller by, GrantedLocksFilter filter, bool ownedOnly, CancellationToken cancel)
    {
        var found = await reads.ListAsync(
            by,
            $"""
            with hits as (
                select {Columns}
                from access_grant g
                join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is null
                {JoinsFor("g.user_id")}
                where g.user_id = $1 and g.revoked_at is null and (g.ends_at is null or g.ends_at > $2)
                    and ($3::text is null or coalesce(f.alias, l.name) ilike '%' || $3 || '%')
                    and ($4::text is null or gi.wire_id = $4) and (not $5 or g.role = 3)
            )
            select h.*, (select count(*)::int from hits)
            from (values (1)) as always left join lateral (select * from hits order by granted_at desc, grant_number limit $6 offset $7) as h on true
            """,
            row => (Lock: row.IsDBNull(0) ? null : Read(row), Total: row.GetInt32(Width)),
            now =>
                [
                    by.User?.Value ?? Guid.Empty,
                    now,
                    filter.NameContains is { } part ? Like.Escape(part) : null,
                    filter.GroupNumber?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ownedOnly,
                    filter.Page.Size,
                    filter.Page.Offset,
                ],
            cancel
        );
        return found.IsRefused(out var refusal, out var rows)
            ? refusal
            : new PageOf<GrantedLock>(await OpenAsync(by, [.. rows.Select(row => row.Lock).OfType<GrantedLock>()], cancel), rows[0].Total);
    }

    /// <summary>
    /// What is the owner's alone: the super passcode, and the phone's data, which may hold what would open the lock without this server (KR-2).
    /// </summary>
    private async Task<IReadOnlyList<GrantedLock>> OpenAsync(Caller by, IReadOnlyList<GrantedLock> found, CancellationToken cancel)
    {
        var opened = new List<GrantedLock>(found.Count);
        foreach (var seen in await superPasscodes.ShowAsync(by, found, cancel))
        {
            opened.Add(seen is { Role: GrantRole.Owner, SealedPhoneData: { } blob } ? await OpenAsync(seen, blob, cancel) : seen);
        }

        return opened;
    }

    private async Task<GrantedLock> OpenAsync(GrantedLock seen, byte[] sealedData, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(seen.Tenant, cancel);
        return seen with { PhoneData = PhoneData.Open(keys, seen.Id, sealedData) };
    }

    private static AccessFacts FactsOf(GrantedLock seen, AccessGrant? grant) =>
        new()
        {
            Lock = new LockFacts { Capabilities = seen.Capabilities, IsFrozen = seen.IsFrozen },
            Grant = grant,
            IsRemote = true,
        };

    internal const int Width = 33;

    internal const string Columns = """
        ln.wire_id as lock_number, gn.wire_id as grant_number, l.name, coalesce(f.alias, l.name), coalesce(l.mac, ''), g.role, g.is_deputy, g.starts_at,
        g.ends_at, g.opens_remotely, g.frozen_at is not null, g.accepted_at is null, g.remarks, g.created_at as granted_at, l.created_at, l.battery,
        l.capabilities, coalesce(l.passcode_slots, 0) > 0, l.link_id is not null, l.is_online and coalesce(k.is_online, false), s.zone, gi.wire_id, gr.name,
        l.open_hours, l.frozen_at is not null, l.relock_after, l.model, l.firmware, l.opens_by_itself, l.tenant_id, l.lock_id, l.super_passcode_sealed,
        l.phone_data_sealed
        """;

    /// <param name="viewer">Whose alias and group of the lock they are: what others call it is theirs alone.</param>
    internal static string JoinsFor(string viewer) =>
        $"""
            join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
            join public_id ln on ln.tenant_id = l.tenant_id and ln.row_id = l.lock_id and ln.kind = {(int)WireIdKind.LockNumber}
            left join public_id gn on gn.tenant_id = g.tenant_id and gn.row_id = g.grant_id and gn.kind = {(int)WireIdKind.GrantNumber}
            left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
            left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = {viewer}
            left join lock_group gr on gr.group_id = f.group_id and gr.user_id = f.user_id
            left join public_id gi on gi.tenant_id = gr.tenant_id and gi.row_id = gr.group_id and gi.kind = {(int)WireIdKind.GroupNumber}
            """;

    private static readonly SharedQuestion<(GrantedLock Lock, AccessGrant? Grant)> OneLock = new(
        $"""
        select {Columns}, {GrantRow.Columns},
            {SettingsColumn}
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = a.user_id and g.revoked_at is null
        {JoinsFor("g.user_id")}
        where p.kind = a.kind and p.wire_id = a.wire_id
        """,
        (row, column) =>
            (Read(row, column) with { Settings = SettingsOf(row, column + Width + GrantRow.Width) }, GrantRow.ReadOptional(row, column + Width))
    );

    internal static GrantedLock Read(NpgsqlDataReader row, int column = 0)
    {
        var capabilities = (Capabilities)row.GetInt32(column + 16);
        return new GrantedLock
        {
            LockNumber = Number(row, column) ?? 0,
            GrantNumber = Number(row, column + 1) ?? 0,
            Name = row.GetString(column + 2),
            Alias = row.GetString(column + 3),
            Mac = row.GetString(column + 4),
            Role = (GrantRole)(row.GetOptional<short>(column + 5) ?? 0),
            IsDeputy = row.GetOptional<bool>(column + 6) ?? false,
            Window = new TimeWindow(row.GetInstant(column + 7), row.GetInstant(column + 8)),
            OpensRemotely = row.GetOptional<bool>(column + 9) ?? false,
            IsGrantFrozen = row.GetBoolean(column + 10),
            IsWaiting = row.GetBoolean(column + 11),
            Remarks = row.GetText(column + 12),
            GrantedAt = row.GetInstant(column + 13) ?? default,
            LockCreatedAt = row.GetFieldValue<DateTimeOffset>(column + 14),
            Battery = row.GetOptional<short>(column + 15),
            Capabilities = capabilities,
            HasPasscodes = row.GetBoolean(column + 17),
            HasGateway = row.GetBoolean(column + 18) && !capabilities.HasFlag(Capabilities.OwnNetwork),
            IsOnline = row.GetBoolean(column + 19),
            Zone = row.GetString(column + 20),
            GroupNumber = Number(row, column + 21),
            GroupName = row.GetText(column + 22),
            OpenHours = row.GetText(column + 23) is { } hours ? new OpenSchedule(LockRow.HoursOf(hours), row.GetBoolean(column + 28)) : null,
            IsFrozen = row.GetBoolean(column + 24),
            RelockAfter = row.GetOptional<TimeSpan>(column + 25),
            Model = row.GetText(column + 26),
            Firmware = row.GetText(column + 27),
            Tenant = new TenantId(row.GetGuid(column + 29)),
            Id = new LockId(row.GetGuid(column + 30)),
            SealedSuperPasscode = row.IsDBNull(column + 31) ? null : row.GetFieldValue<byte[]>(column + 31),
            SealedPhoneData = row.IsDBNull(column + 32) ? null : row.GetFieldValue<byte[]>(column + 32),
        };
    }

    /// <summary>Of the lock <c>l</c>.</summary>
    internal const string SettingsColumn =
        "(select array_agg(x.setting * 65536 + x.value) from lock_setting x where x.tenant_id = l.tenant_id and x.lock_id = l.lock_id)";

    internal static IReadOnlyDictionary<LockSetting, int> SettingsOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column)
            ? FrozenDictionary<LockSetting, int>.Empty
            : row.GetFieldValue<int[]>(column).ToDictionary(pair => (LockSetting)(pair >> 16), pair => pair & 0xFFFF);

    private static int? Number(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : int.Parse(row.GetString(column), System.Globalization.CultureInfo.InvariantCulture);
}
