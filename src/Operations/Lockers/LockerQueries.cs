using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>A cabinet as those who run its tenant see it.</summary>
public sealed record SeenLocker
{
    /// <summary>Its public UUID, as that of its site.</summary>
    public required string Id { get; init; }

    /// <summary>On the KEYVOX wire: <c>deviceId</c>, and <c>placeId</c> of its site.</summary>
    public required string KeyvoxId { get; init; }

    public required string Name { get; init; }

    public string? SiteId { get; init; }

    public string? KeyvoxPlaceId { get; init; }

    public required string SiteName { get; init; }

    /// <summary>Whether its link is up and it answers through it.</summary>
    public required bool IsOnline { get; init; }

    public required int BoxCount { get; init; }

    /// <summary>On the plan of its site; null for nowhere.</summary>
    public PlanPlace? Place { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many of its boxes stand how; only where that was asked for.</summary>
    public IReadOnlyDictionary<BoxStatus, int>? Counts { get; init; }
}

/// <summary>A box, and how it stands with it now.</summary>
public sealed record SeenBox
{
    public required BoxNumber Number { get; init; }

    public string? Name { get; init; }

    public required BoxSize Size { get; init; }

    public required BoxStatus Status { get; init; }

    /// <summary>It stayed shut when it was last told to open.</summary>
    public required bool IsJammed { get; init; }

    public required DoorState Door { get; init; }

    public required BoxContent Inside { get; init; }

    public required LedColour Light { get; init; }

    public required bool LightBlinks { get; init; }
}

/// <summary>The cabinets of a tenant, for its members and keys.</summary>
public sealed class LockerQueries
{
    private readonly CallerReads reads;

    internal LockerQueries(CallerReads reads) => this.reads = reads;

    /// <summary>By name.</summary>
    /// <param name="counts">With how many boxes stand how.</param>
    public async Task<Outcome<PageOf<SeenLocker>>> ListAsync(
        Caller by,
        TenantId tenant,
        PageRequest page,
        CancellationToken cancel,
        bool counts = false
    )
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(row => Read(row, 0)), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LockersRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : counts ? await CountedAsync(by, tenant, Paged.Page(read.Rows), cancel)
            : Paged.Page(read.Rows);
    }

    private async Task<Outcome<PageOf<SeenLocker>>> CountedAsync(Caller by, TenantId tenant, PageOf<SeenLocker> page, CancellationToken cancel)
    {
        var found = await reads.ListAsync(
            by,
            CountSql,
            CountedRow.Read,
            _ => [tenant.Value, page.Items.Select(locker => locker.Id).ToArray()],
            cancel
        );
        return found.Then(rows =>
        {
            var boxes = rows.GroupBy(row => (row.Locker, row.Box))
                .ToLookup(
                    box => box.Key.Locker,
                    box => ReadBox.StatusOf(box.First().IsBroken, box.Select(row => row.Lease).OfType<BoxLease>(), reads.Now)
                );
            return page.Select(locker => locker with { Counts = boxes[locker.Id].CountBy(status => status).ToDictionary() });
        });
    }

    /// <summary>With its boxes by number.</summary>
    public async Task<Outcome<(SeenLocker Locker, IReadOnlyList<SeenBox> Boxes)>> FindAsync(Caller by, WireId locker, CancellationToken cancel) =>
        (await ReadAsync(by, locker, cancel)).Then(found =>
            (found.Locker, (IReadOnlyList<SeenBox>)[.. found.Boxes.Select(box => box.Seen(reads.Now))])
        );

    /// <summary>Boxes that can be given to somebody for that time, by number; none is no refusal.</summary>
    /// <param name="size">Null for any.</param>
    public async Task<Outcome<IReadOnlyList<SeenBox>>> AvailableAsync(
        Caller by,
        WireId locker,
        DateTimeOffset startsAt,
        DateTimeOffset endsAt,
        BoxSize? size,
        CancellationToken cancel
    ) =>
        endsAt <= startsAt
            ? AccessError.Invalid("The time would end before it starts.", Noun.Box)
            : (await ReadAsync(by, locker, cancel)).Then<IReadOnlyList<SeenBox>>(found =>
                [
                    .. from box in found.Boxes
                    where (size is null || box.Box.Size == size) && !box.IsBroken && BoxAvailability.IsFree(box.Leases, startsAt, endsAt, reads.Now)
                    select box.Seen(reads.Now),
                ]
            );

    private async Task<Outcome<(SeenLocker Locker, IReadOnlyList<ReadBox> Boxes)>> ReadAsync(Caller by, WireId locker, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, OneSql, Row.Read, _ => [(short)locker.Kind, locker.Text], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var first, ..])
        {
            return LockerTurns.NoLocker;
        }

        if (AccessDecision.Refuse(Permission.LockersRead, read.By.StandingIn(first.Tenant), Noun.Locker) is { } weak)
        {
            return weak;
        }

        List<ReadBox> boxes =
        [
            .. read
                .Rows.Where(row => row.Box is not null)
                .GroupBy(row => row.Box!.Number)
                .Select(of => new ReadBox(of.First().Box!, of.First().IsBroken, [.. of.Select(row => row.Lease).OfType<BoxLease>()])),
        ];
        return (first.Locker with { BoxCount = boxes.Count }, boxes);
    }

    /// <summary>Of one cabinet all boxes are read.</summary>
    private const string NotCounted = "0";

    private const string CountOfBoxes =
        "(select count(*)::int from locker_box b where b.tenant_id = k.tenant_id and b.locker_id = k.locker_id and b.gone_at is null)";

    private static string ColumnsWith(string boxes) =>
        $"""
            {WireIds.Of(WireIdKind.LockerUuid, "k.locker_id")} as id,
            {WireIds.Of(WireIdKind.KeyvoxLocker, "k.locker_id")} as keyvox_id, k.name as name,
            {WireIds.Of(WireIdKind.SiteUuid, "s.site_id")} as site_id,
            {WireIds.Of(WireIdKind.KeyvoxPlace, "s.site_id")} as place_id, s.name as site_name,
                coalesce(n.is_online and d.is_online, false) as is_online, {boxes} as boxes, k.created_at, k.place_x, k.place_y
            """;

    private const int Width = 11;

    private static readonly string Joins = $"""
        join site s on s.tenant_id = k.tenant_id and s.site_id = k.site_id
        left join link n on n.tenant_id = k.tenant_id and n.link_id = k.link_id and n.removed_at is null
        left join device d on d.tenant_id = k.tenant_id and d.device_id = k.device_id
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"select {ColumnsWith(CountOfBoxes)} from locker k {Joins} where k.tenant_id = $1 and k.decommissioned_at is null",
        PageOrder.Rising("name text, id text"),
        size: 2
    );

    private static readonly string OneSql = $"""
        select {ColumnsWith(NotCounted)},
            k.tenant_id, b.number, b.name, b.size, b.is_broken, b.is_jammed, b.door, b.content, b.colour, b.colour_blinks, b.colour_until,
            {LeaseRows.Columns}
        from public_id p
        join locker k on k.tenant_id = p.tenant_id and k.locker_id = p.row_id and k.decommissioned_at is null
        {Joins}
        left join locker_box b on b.tenant_id = k.tenant_id and b.locker_id = k.locker_id and b.gone_at is null
        left join box_lease l on l.tenant_id = b.tenant_id and l.box_id = b.box_id and l.ended_at is null
        where p.kind = $1 and p.wire_id = $2
        order by b.number, l.starts_at
        """;

    private static SeenLocker Read(NpgsqlDataReader row, int column) =>
        new()
        {
            Id = row.GetString(column),
            KeyvoxId = row.GetString(column + 1),
            Name = row.GetString(column + 2),
            SiteId = row.GetText(column + 3),
            KeyvoxPlaceId = row.GetText(column + 4),
            SiteName = row.GetString(column + 5),
            IsOnline = row.GetBoolean(column + 6),
            BoxCount = row.GetInt32(column + 7),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(column + 8),
            Place = row.IsDBNull(column + 9) ? null : PlanPlace.Create(row.GetDouble(column + 9), row.GetDouble(column + 10)).Value,
        };

    private sealed record ReadBox(BoxFacts Box, bool IsBroken, IReadOnlyList<BoxLease> Leases)
    {
        public SeenBox Seen(DateTimeOffset now)
        {
            var isLit = !(Box.LightUntil <= now);
            return new SeenBox
            {
                Number = Box.Number,
                Name = Box.Name,
                Size = Box.Size,
                Status = StatusOf(IsBroken, Leases, now),
                IsJammed = Box.IsJammed,
                Door = Box.Door,
                Inside = Box.Inside,
                Light = isLit && Box.Light is { } hex ? LedColour.Parse(hex).Value : LedColour.Off,
                LightBlinks = isLit && Box.LightBlinks,
            };
        }

        public static BoxStatus StatusOf(bool isBroken, IEnumerable<BoxLease> leases, DateTimeOffset now) =>
            BoxStatuses.Of(
                isBroken,
                leases.Select(lease => lease.Take(new BoxLeaseEvent.Looked(), now).Lease.Stage).Where(stage => stage != BoxLeaseStage.Ended)
            );
    }

    private sealed record BoxFacts(
        BoxNumber Number,
        string? Name,
        BoxSize Size,
        bool IsJammed,
        DoorState Door,
        BoxContent Inside,
        string? Light,
        bool LightBlinks,
        DateTimeOffset? LightUntil
    );

    /// <summary>Parameters: tenant, public ids of cabinets.</summary>
    private static readonly string CountSql = $"""
        select p.wire_id, b.box_id, b.is_broken or b.is_jammed, {LeaseRows.Columns}
        from public_id p
        join locker_box b on b.tenant_id = p.tenant_id and b.locker_id = p.row_id and b.gone_at is null
        left join box_lease l on l.tenant_id = b.tenant_id and l.box_id = b.box_id and l.ended_at is null
        where p.kind = {(int)WireIdKind.LockerUuid} and p.tenant_id = $1 and p.wire_id = any ($2)
        """;

    private sealed record CountedRow(string Locker, Guid Box, bool IsBroken, BoxLease? Lease)
    {
        public static CountedRow Read(NpgsqlDataReader row) =>
            new(row.GetString(0), row.GetGuid(1), row.GetBoolean(2), row.IsDBNull(3) ? null : LeaseRows.Read(row, 3).Lease);
    }

    /// <summary>A cabinet, one of its boxes, and one of its leases; those are null where there are none.</summary>
    private sealed record Row(TenantId Tenant, SeenLocker Locker, BoxFacts? Box, bool IsBroken, BoxLease? Lease)
    {
        private const int LeaseAt = Width + 11;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                new TenantId(row.GetGuid(Width)),
                LockerQueries.Read(row, 0),
                row.IsDBNull(Width + 1) ? null : ReadBox(row, Width + 1),
                // What it reported itself counts as the operator's word does (keyvox.md 5.4).
                !row.IsDBNull(Width + 1) && (row.GetBoolean(Width + 4) || row.GetBoolean(Width + 5)),
                row.IsDBNull(LeaseAt) ? null : LeaseRows.Read(row, LeaseAt).Lease
            );

        private static BoxFacts ReadBox(NpgsqlDataReader row, int column) =>
            new(
                BoxNumber.Parse(row.GetString(column)).Value,
                row.GetText(column + 1),
                (BoxSize)row.GetInt16(column + 2),
                row.GetBoolean(column + 4),
                (DoorState)row.GetInt16(column + 5),
                (BoxContent)row.GetInt16(column + 6),
                row.GetText(column + 7),
                row.GetBoolean(column + 8),
                row.GetInstant(column + 9)
            );
    }
}
