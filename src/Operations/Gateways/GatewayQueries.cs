using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Gateways;

/// <summary>What a caller may know of gateways, by their grants to the locks behind them.</summary>
public sealed class GatewayQueries
{
    private readonly CallerReads reads;

    internal GatewayQueries(CallerReads reads) => this.reads = reads;

    /// <summary>The gateways in front of the caller's own locks, oldest first.</summary>
    public async Task<Outcome<PageOf<SeenGateway>>> ListAsync(Caller by, PageRequest page, CancellationToken cancel) =>
        (await OwnAsync(by, since: null, page, cancel)).Then(Paged.Page);

    /// <summary>Those of them that this server first knew of since then.</summary>
    public async Task<Outcome<IReadOnlyList<SeenGateway>>> FoundSinceAsync(Caller by, DateTimeOffset since, CancellationToken cancel) =>
        (await OwnAsync(by, since, new PageRequest(1, MostFound), cancel)).Then<IReadOnlyList<SeenGateway>>(rows => Paged.Page(rows).Items);

    /// <summary>For those who manage a lock behind it.</summary>
    public async Task<Outcome<SeenGateway>> FindAsync(Caller by, WireId gateway, CancellationToken cancel) =>
        (await NamedAsync(by, gateway, cancel)).Then(found => found.Named.Seen with { LockCount = found.Named.LocksFor(found.By, reads.Now).Count });

    /// <summary>Those behind it that the caller may see, the best heard first.</summary>
    public async Task<Outcome<IReadOnlyList<RelayedDevice>>> LocksAsync(Caller by, WireId gateway, CancellationToken cancel) =>
        (await NamedAsync(by, gateway, cancel)).Then(found => BestFirst(found.Named.LocksFor(found.By, reads.Now)));

    /// <summary>The same and, for who may change the gateway, the door sensors behind it.</summary>
    public async Task<Outcome<IReadOnlyList<RelayedDevice>>> DevicesAsync(Caller by, WireId gateway, CancellationToken cancel)
    {
        var sensors = await reads.ListAsync(by, SensorsSql, ReadSensor, _ => [(short)gateway.Kind, gateway.Text], cancel);
        if (sensors.IsRefused(out var refusal, out var standAlone))
        {
            return refusal;
        }

        return (await NamedAsync(by, gateway, cancel)).Then(found =>
            BestFirst([.. found.Named.LocksFor(found.By, reads.Now), .. found.Named.RefuseManaging(found.By, reads.Now) is null ? standAlone : []])
        );
    }

    /// <summary>What relays for a lock, for those who manage it; none for one that nothing connects or that connects by itself.</summary>
    public async Task<Outcome<IReadOnlyList<HeardGateway>>> OfLockAsync(Caller by, WireId lockId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, OfLockSql, LockInFront.Read, _ => [(short)lockId.Kind, lockId.Text, by.User?.Value], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return read.Rows is not [var door] ? AccessError.NotFound(Noun.Lock)
            : door.Lock.Refuse(AccessAct.SeeGateway, read.By, reads.Now) is { } weak ? weak
            : door.Gateway is { } gateway ? new[] { gateway }
            : Array.Empty<HeardGateway>();
    }

    private const int MostFound = 200;

    private Task<Outcome<List<PagedRow<SeenGateway>>>> OwnAsync(Caller by, DateTimeOffset? since, PageRequest page, CancellationToken cancel) =>
        reads.ListAsync(
            by,
            OwnSql,
            Paged.Row(row => GatewayRow.Read(row, 0) with { LockCount = row.GetInt32(GatewayRow.Width) }),
            now => [by.User?.Value, now, since, page.Size, page.Offset],
            cancel
        );

    private async Task<Outcome<(NamedGateway Named, Caller By)>> NamedAsync(Caller by, WireId gateway, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, NamedSql, RelayedLock.Read, _ => [by.User?.Value, (short)gateway.Kind, gateway.Text], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return NamedGateway.Of(read.Rows) is not { } named ? AccessError.NotFound(Noun.Gateway)
            : named.RefuseSeeing(read.By, reads.Now) is { } weak ? weak
            : (named, read.By);
    }

    private static IReadOnlyList<RelayedDevice> BestFirst(IReadOnlyList<RelayedDevice> devices) =>
        [.. devices.OrderByDescending(device => device.Signal ?? int.MinValue)];

    private static RelayedDevice ReadSensor(NpgsqlDataReader row) =>
        new(
            RelayedKind.DoorSensor,
            GatewayRow.Number(row, 0),
            row.GetString(1),
            row.GetString(1),
            row.GetString(2),
            row.GetOptional<short>(3),
            row.GetInstant(4)
        );

    private static readonly string NamedSql = RelayedLock.Sql("select tenant_id, row_id from public_id where kind = $2 and wire_id = $3");

    private static readonly string OwnSql = Paged.Sql(
        $"""
        select {GatewayRow.Columns}, count(*)::int
        from access_grant g
        join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is null
        {GatewayRow.Joins}
        where g.user_id = $1 and g.revoked_at is null and (g.ends_at is null or g.ends_at > $2)
            and ($3::timestamptz is null or coalesce(gd.created_at, k.created_at) >= $3)
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 having bool_or(g.role = {(int)GrantRole.Owner})
        """,
        "found_at, gateway_number",
        size: 4
    );

    private static readonly string OfLockSql = $"""
        select {AskedLock.Columns}, h.*
        from public_id p
        join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        left join lateral (select {GatewayRow.Columns}, ld.signal, ld.signal_at from (select 1) as one {GatewayRow.Joins}) as h on true
        where p.kind = $1 and p.wire_id = $2
        """;

    private static readonly string SensorsSql = $"""
        select sn.wire_id, d.name, coalesce(d.mac, ''), d.signal, d.signal_at
        from public_id p
        join device d on d.tenant_id = p.tenant_id and d.via_device_id = p.row_id and d.kind = {(int)DeviceKind.DoorSensor} and d.gone_at is null
        join public_id sn on sn.tenant_id = d.tenant_id and sn.row_id = d.device_id and sn.kind = {(int)WireIdKind.DoorSensorNumber}
        where p.kind = $1 and p.wire_id = $2
        order by d.name, sn.wire_id
        """;

    /// <summary>A lock that was named, and what is in front of it.</summary>
    private sealed record LockInFront(AskedLock Lock, HeardGateway? Gateway)
    {
        private const int After = AskedLock.Width;

        public static LockInFront Read(NpgsqlDataReader row) => new(AskedLock.Read(row, 0), row.IsDBNull(After) ? null : ReadGateway(row));

        private static HeardGateway ReadGateway(NpgsqlDataReader row) =>
            new(GatewayRow.Read(row, After), row.GetOptional<short>(After + GatewayRow.Width), row.GetInstant(After + GatewayRow.Width + 1));
    }
}
