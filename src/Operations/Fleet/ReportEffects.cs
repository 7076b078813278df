using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>What a report changes in the rows of its link, device, lock and enrollment.</summary>
internal static class ReportEffects
{
    public static void Add(NpgsqlBatch batch, HeardReport heard, ReportFacts facts, bool proves, DateTimeOffset now)
    {
        var tenant = heard.Link.Tenant.Value;
        var link = heard.Link.Link.Value;
        switch (heard.Report)
        {
            case not DeviceReport.SlotChanged when heard.Epoch != facts.Epoch:
                // A doubt is worth its row whoever heard of it; the rest may be older than what the next holder has found.
                break;
            case DeviceReport.LinkCameOnline online:
                Do(LinkIsOnline, tenant, link, now, online.NetworkIdentity);
                break;
            case DeviceReport.LinkWentOffline offline:
                Do(LinkIsOffline, tenant, link, now, offline.Reason);
                break;
            case DeviceReport.DeviceCameOnline or DeviceReport.DeviceWentOffline:
                Do(DeviceIs, tenant, facts.Device, now, heard.Report is DeviceReport.DeviceCameOnline);
                break;
            case DeviceReport.BoltMoved moved:
                Do(
                    BoltHasMoved,
                    tenant,
                    facts.Lock,
                    now,
                    (short)moved.State,
                    moved is { State: BoltState.Unlocked, Cause: not MotionCause.Automatic },
                    moved.Cause is MotionCause.Credential or MotionCause.Manual
                );
                break;
            case DeviceReport.BoltRead read:
                Do(BoltIs, tenant, facts.Lock, now, (short)read.State, read.Door == DoorState.Unknown ? null : (short?)read.Door);
                break;
            case DeviceReport.DoorMoved moved when facts.Watch.IsInOrder(moved):
                Do(DoorHasMoved, tenant, facts.Lock, now, (short)moved.State, moved.State == DoorState.Closed);
                break;
            case DeviceReport.Jammed:
                Do(BoltIsHalfWay, tenant, facts.Lock, now);
                break;
            case DeviceReport.BatteryReported battery:
                Do(BatteryIs, tenant, facts.Lock, now, (short?)battery.Percent, battery.IsLow);
                break;
            case DeviceReport.BoxMoved or DeviceReport.BoxContentChanged or DeviceReport.BoxJammed when facts.Box is { } box:
                BoxEffects.Add(batch, heard.Report, tenant, box, now);
                break;
            case DeviceReport.SlotChanged changed:
                Do(SlotIsDoubtful, tenant, facts.Lock, now, (short)changed.Kind, (short?)changed.Slot, (short)SignOf(changed.Change));
                break;
        }

        if (RecordReportPage.MarkOf(heard.Report) is { } mark)
        {
            Do(OfflineRows.IsInEpochSql, tenant, facts.Lock, now, mark.Epoch);
        }

        if (proves)
        {
            Do(EnrollmentWasUsed, tenant, facts.Enrollment, now, UsedAt(heard.Report, now), (short)OfflineKind.OneTime, (short)OfflineKind.Erase);
        }

        void Do(string sql, params object?[] values) => batch.BatchCommands.Add(AccessDb.Statement(sql, values));
    }

    private static SignOfChange SignOf(SlotChange change) =>
        change is SlotChange.Cleared or SlotChange.AllCleared ? SignOfChange.Erased : SignOfChange.Set;

    private const string LinkIsOnline = """
        with told as (
            update link set is_online = true, changed_at = $3, offline_because = null, network_identity = coalesce(network_identity, $4::text)
            where tenant_id = $1 and link_id = $2 returning 1)
        update device set is_online = true, changed_at = $3 where tenant_id = $1 and link_id = $2 and kind = 2 and gone_at is null
        """;

    private const string LinkIsOffline = """
        with told as (
            update link set is_online = false, changed_at = $3, offline_because = $4 where tenant_id = $1 and link_id = $2 returning 1),
        locks as (
            update smart_lock set is_online = false where tenant_id = $1 and link_id = $2 and is_online returning 1)
        update device set is_online = false, changed_at = $3 where tenant_id = $1 and link_id = $2 and is_online
        """;

    private const string DeviceIs = """
        with locks as (
            update smart_lock set is_online = $4, last_event_at = $3, offline_due_at = case when not $4 then offline_due_at end
            where tenant_id = $1 and device_id = $2 returning tenant_id, lock_id),
        relocks as (
            update relock r set attempts = 0, due_at = $3 from locks l
            where r.tenant_id = l.tenant_id and r.lock_id = l.lock_id and r.aim <> 0 and $4 returning 1)
        update device set is_online = $4, changed_at = $3 where tenant_id = $1 and device_id = $2
        """;

    // A bolt that could not reach its hole in an open door may do so now (RelockState.Heard).
    private const string DoorHasMoved = """
        with doors as (
            update smart_lock set door = $4, door_at = $3, last_event_at = $3 where tenant_id = $1 and lock_id = $2 returning 1)
        update relock set attempts = 0, due_at = $3 where tenant_id = $1 and lock_id = $2 and aim <> 0 and $5
        """;

    // While tries go on, a bolt that gets stuck in each of them is no news: it would be tried for ever.
    private static readonly string IsFreed =
        $"b.bolt = {(int)BoltState.Jammed} and $4 in ({(int)BoltState.Locked}, {(int)BoltState.Unlocked}) and r.attempts >= {RelockPlan.MostAttempts}";

    // A lock tells of what the server asked it, too, before or after it answers: that is the opening whose time was asked for, and no new one.
    private static readonly string IsSameOpening = $"not $6 and b.opened_for is not null and b.bolt <> {(int)BoltState.Locked}";

    // What the lock does by itself is not undone by the server. A bolt that somebody moved, or that is stuck no more, may move for the server too.
    private static readonly string BoltHasMoved = $"""
        with before as (
            select l.bolt, r.opened_for from smart_lock l left join relock r on r.tenant_id = l.tenant_id and r.lock_id = l.lock_id
            where l.tenant_id = $1 and l.lock_id = $2),
        told as (
            update smart_lock l set bolt = $4, bolt_at = $3, last_event_at = $3 from before b where l.tenant_id = $1 and l.lock_id = $2
            returning l.tenant_id, l.lock_id, l.relock_after, null::interval as opens_for, case when $5 and not ({IsSameOpening}) then $3 end as opened_at),
        heard as (
            update relock r set attempts = 0, due_at = $3 from told l, before b
            where r.tenant_id = l.tenant_id and r.lock_id = l.lock_id and r.aim <> 0
                and (l.opened_at is null or coalesce(l.relock_after, r.opened_for) is null) and b.bolt <> $4 and ($6 or {IsFreed}) returning 1)
        {RelockRow.OnOpened}
        """;

    private const string BoltIsHalfWay = $"""
        with told as (
            update smart_lock set bolt = 3, bolt_at = $3, last_event_at = $3 where tenant_id = $1 and lock_id = $2
            returning tenant_id, lock_id, relock_after, $3 as opened_at)
        {RelockRow.OnFoundOpen}
        """;

    private static readonly string BoltIs = $"""
        with before as (select bolt from smart_lock where tenant_id = $1 and lock_id = $2),
        heard as (
            update relock r set attempts = 0, due_at = $3 from before b
            where r.tenant_id = $1 and r.lock_id = $2 and r.aim <> 0 and {IsFreed} returning 1),
        told as (
            update smart_lock
            set bolt = $4, bolt_at = $3, door = coalesce($5::smallint, door), door_at = case when $5::smallint is null then door_at else $3 end
            where tenant_id = $1 and lock_id = $2
            returning tenant_id, lock_id, relock_after, case when bolt in (2, 3) then $3 end as opened_at)
        {RelockRow.OnFoundOpen}
        """;

    // One reading a day is kept while it stays the same, one an hour while it moves: a curve needs no more (BatteryForecast).
    internal const string BatteryIs = """
        with reading as (
            insert into battery_reading (tenant_id, device_id, read_at, level)
            select tenant_id, device_id, $3, $4::smallint from smart_lock
            where tenant_id = $1 and lock_id = $2 and device_id is not null and $4::smallint is not null and not exists (
                select from battery_reading b where b.tenant_id = smart_lock.tenant_id and b.device_id = smart_lock.device_id
                    and b.read_at > $3::timestamptz - interval '20 hours' and (b.level = $4 or b.read_at > $3::timestamptz - interval '1 hour')
                    and not exists (select from battery_reading n where n.tenant_id = b.tenant_id and n.device_id = b.device_id
                        and n.read_at > b.read_at and n.level <> b.level))
            on conflict do nothing)
        update smart_lock set battery = coalesce($4::smallint, battery), battery_is_low = $5, battery_at = $3 where tenant_id = $1 and lock_id = $2
        """;

    // The lock said that slots changed: whatever was proven of them is to be read again.
    private const string SlotIsDoubtful = """
        update enrollment set doubted_at = $3, doubt = $6, due_at = $3
        where tenant_id = $1 and lock_id = $2 and kind = $4 and ($5::smallint is null or slot = $5) and gone_at is null
        """;

    // What the use of a slot proves is the plan's to say: another revision may still be in it. An offline code is what the lock says that it is, and
    // where it opens once that was it.
    private const string EnrollmentWasUsed = """
        update enrollment e set used_at = $4, due_at = case when e.path = 1 then $3 end,
            evidence = case when e.path = 3 then 6 else e.evidence end, proven_at = case when e.path = 3 then $4 else e.proven_at end,
            gone_at = case when e.path = 3 and c.wire_type in ($5, $6) then $3 else e.gone_at end
        from credential c
        where e.tenant_id = $1 and e.enrollment_id = $2 and c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
        """;

    private static DateTimeOffset UsedAt(DeviceReport report, DateTimeOffset now) => report.DeviceAt is { } at && at < now ? at.Cut() : now;
}
