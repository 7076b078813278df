using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>Something that a link told, as the holder of its lease heard it.</summary>
/// <param name="Epoch">Of the lease under which it was heard.</param>
public sealed record HeardReport(LinkKey Link, DeviceReport Report, long Epoch);

/// <summary>What is known of the device that a report is about.</summary>
internal sealed record ReportFacts(
    bool IsLinkOnline,
    string? NetworkIdentity,
    Guid? Device,
    bool IsDeviceOnline,
    Guid? Lock,
    DoorState Door,
    bool IsBatteryLow,
    Guid? Enrollment,
    Guid? Credential,
    EvidenceRung Evidence,
    long Epoch
)
{
    /// <summary>The cabinet that the device is, and its box that the report is about.</summary>
    public Guid? Locker { get; init; }

    public Guid? Box { get; init; }

    public DoorState BoxDoor { get; init; }

    /// <summary>What is known of the lock, and remembered of its troubles; null where it is of no lock.</summary>
    public LockSight? Sight { get; init; }

    public LockWatch Watch { get; init; } = LockWatch.New;

    public DateTimeOffset? LookAt { get; init; }
}

/// <summary>What a report changes; <see cref="Event"/> is null for what is no news.</summary>
/// <param name="Step">What of the lock's troubles is remembered from now on; null where nothing is to be written.</param>
internal readonly record struct ReportVerdict(AuditEvent? Event, ReportFacts? Facts, bool Proves, WatchStep? Step = null);

/// <summary>
/// The Journal's lane of event intake: what devices tell becomes state and, where it is news, an event. Under an old epoch (design, "Leases") an
/// event is still one, and how things are is for the holder to say that came after.
/// </summary>
internal sealed class RecordReportPage(TimeProvider clock) : JournalPage<HeardReport, ReportFacts, ReportVerdict>
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(1);

    public override void AddTenants(HeardReport ask, HashSet<TenantId> tenants) => tenants.Add(ask.Link.Tenant);

    public override string LoadSql =>
        $"""
            select a.n, k.is_online, k.network_identity, d.device_id, coalesce(d.is_online, false), l.lock_id, coalesce(l.door, 0),
                coalesce(l.battery_is_low, false), coalesce(s.enrollment_id, o.enrollment_id), coalesce(s.credential_id, o.credential_id),
                coalesce(s.evidence, 0), coalesce(h.epoch, 0), c.locker_id, b.box_id, coalesce(b.door, 0),
                l.door_at, coalesce(l.bolt, 0), l.bolt_at, case when k.is_online and l.is_online then greatest(k.changed_at, d.changed_at) end,
                l.ajar_after, {WatchRow.Columns}
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::smallint[], $6::integer[], $7::integer[],
                $8::boolean[], $9::smallint[]) with ordinality
                as a (tenant_id, link_id, address, kind, slot, offline_epoch, offline_number, of_door, box, n)
            join link k on k.tenant_id = a.tenant_id and k.link_id = a.link_id and k.removed_at is null
            left join link_lease h on h.tenant_id = a.tenant_id and h.link_id = a.link_id
            left join device d on d.tenant_id = a.tenant_id and d.link_id = a.link_id and d.address = a.address
            left join smart_lock l on l.tenant_id = d.tenant_id and l.decommissioned_at is null
                and l.device_id = case when a.of_door and d.kind = 4 then coalesce(d.via_device_id, d.device_id) else d.device_id end
            left join enrollment s on s.tenant_id = l.tenant_id and s.lock_id = l.lock_id and s.kind = a.kind and s.slot = a.slot and s.gone_at is null
            left join enrollment o on o.tenant_id = l.tenant_id and o.lock_id = l.lock_id
                and o.offline_epoch = a.offline_epoch and o.offline_number = a.offline_number
            left join locker c on c.tenant_id = d.tenant_id and c.device_id = d.device_id and c.decommissioned_at is null
            left join locker_box b on b.tenant_id = c.tenant_id and b.locker_id = c.locker_id and b.position = a.box
            left join lock_watch w on w.tenant_id = l.tenant_id and w.lock_id = l.lock_id
            """;

    public override void BindLoad(NpgsqlParameterCollection parameters, IReadOnlyList<HeardReport> asks)
    {
        parameters.AddArray(asks, ask => ask.Link.Tenant.Value);
        parameters.AddArray(asks, ask => ask.Link.Link.Value);
        parameters.AddArray(asks, ask => ask.Report.DeviceAddress);
        parameters.AddArray(asks, ask => (short?)SlotOf(ask.Report).Kind);
        parameters.AddArray(asks, ask => (short?)SlotOf(ask.Report).Slot);
        parameters.AddArray(asks, ask => MarkOf(ask.Report)?.Epoch);
        parameters.AddArray(asks, ask => MarkOf(ask.Report)?.Number);
        // A sensor that belongs to a lock tells of that lock's door. What else it tells is its own.
        parameters.AddArray(asks, ask => ask.Report is DeviceReport.DoorMoved);
        parameters.AddArray(asks, ask => BoxOf(ask.Report));
    }

    public override ReportFacts ReadFacts(NpgsqlDataReader row)
    {
        var (watch, lookAt) = WatchRow.Read(row, OwnWidth);
        return new ReportFacts(
            row.GetBoolean(1),
            row.GetText(2),
            row.GetOptional<Guid>(3),
            row.GetBoolean(4),
            row.GetOptional<Guid>(5),
            (DoorState)row.GetInt16(6),
            row.GetBoolean(7),
            row.GetOptional<Guid>(8),
            row.GetOptional<Guid>(9),
            (EvidenceRung)row.GetInt16(10),
            row.GetInt64(11)
        )
        {
            Locker = row.GetOptional<Guid>(12),
            Box = row.GetOptional<Guid>(13),
            BoxDoor = (DoorState)row.GetInt16(14),
            Sight = row.IsDBNull(5) ? null : ReadSight(row),
            Watch = watch,
            LookAt = lookAt,
        };
    }

    private const int OwnWidth = 20;

    private static LockSight ReadSight(NpgsqlDataReader row) =>
        new(
            (DoorState)row.GetInt16(6),
            row.GetInstant(15),
            new BoltSight((BoltState)row.GetInt16(16), row.GetInstant(17), row.GetInstant(18)),
            row.GetFieldValue<TimeSpan>(19)
        );

    public override ReportVerdict Decide(HeardReport ask, ReportFacts? facts, ChainBatch chain, DateTimeOffset now)
    {
        if (facts is null || (ask.Report.DeviceAddress is not null && facts.Device is null))
        {
            return default;
        }

        var report = ask.Report;
        if (ask.Epoch != facts.Epoch && TellsOfReach(report))
        {
            return default;
        }

        // What is no lock's, or was heard under an old epoch, tells nothing of troubles that begin or end.
        var step = facts.Sight is { } sight && ask.Epoch == facts.Epoch ? facts.Watch.Hear(report, sight, facts.LookAt, now) : null;
        var told = EventOf(ask, facts);
        if (told is not null && IsRepeated(report, step))
        {
            told = null;
        }

        if (told is not null)
        {
            chain.Append(ask.Link.Tenant, Timed(told, report, now), now);
        }

        foreach (var news in step?.News.Where(news => WatchRow.KindOf(news) != told?.Kind) ?? [])
        {
            var more = New(WatchRow.KindOf(news), facts).With(news, report, step!.OpenFor);
            chain.Append(ask.Link.Tenant, Timed(more, report, now), now);
        }

        var isNew = step is not null && (step.Watch != facts.Watch || step.DueAt != facts.LookAt);
        return new ReportVerdict(told, facts, Proves(report, facts), isNew ? step : null);
    }

    private static bool Proves(DeviceReport report, ReportFacts facts) =>
        report is DeviceReport.BoltMoved { Cause: MotionCause.Credential } or DeviceReport.OfflineCodesErased && facts.Enrollment is not null;

    /// <summary>A trouble is told once until it is over.</summary>
    private static bool IsRepeated(DeviceReport report, WatchStep? step) =>
        report is DeviceReport.Jammed && step is not null && !step.News.Contains(WatchNews.Jammed);

    private static AuditEvent Timed(AuditEvent told, DeviceReport report, DateTimeOffset now)
    {
        var deviceAt = report.DeviceAt?.Cut();
        return told with { DeviceAt = deviceAt, DeviceSequence = report.DeviceSequence, IsLate = deviceAt < now - LateAfter ? true : null };
    }

    public override void AddSave(NpgsqlBatch batch, IReadOnlyList<HeardReport> asks, IReadOnlyList<ReportVerdict> answers, DateTimeOffset now)
    {
        for (var i = 0; i < asks.Count; i++)
        {
            if (answers[i].Facts is { } facts)
            {
                ReportEffects.Add(batch, asks[i], facts, answers[i].Proves, now);
                if (answers[i].Step is { } step)
                {
                    batch.BatchCommands.Add(WatchRow.Save(asks[i].Link.Tenant.Value, facts.Lock!.Value, step.Watch, step.DueAt?.Cut()));
                }
            }
        }
    }

    private static bool TellsOfReach(DeviceReport report) =>
        report is DeviceReport.LinkCameOnline or DeviceReport.LinkWentOffline or DeviceReport.DeviceCameOnline or DeviceReport.DeviceWentOffline;

    private AuditEvent? EventOf(HeardReport ask, ReportFacts facts) =>
        ask.Report switch
        {
            DeviceReport.LinkCameOnline when !facts.IsLinkOnline => New(AuditKind.LinkOnline, facts) with { On = LinkOf(ask) },
            DeviceReport.LinkWentOffline when facts.IsLinkOnline => New(AuditKind.LinkOffline, facts) with { On = LinkOf(ask) },
            DeviceReport.DeviceCameOnline when !facts.IsDeviceOnline => New(AuditKind.DeviceOnline, facts),
            DeviceReport.DeviceWentOffline when facts.IsDeviceOnline => New(AuditKind.DeviceOffline, facts),
            DeviceReport.BoltMoved moved => New(AuditKind.BoltMoved, facts) with
            {
                Bolt = moved.State,
                Cause = moved.Cause,
                Shown = moved.Kind,
                Slot = moved.Slot,
                Credential = facts.Credential,
            },
            DeviceReport.DoorMoved moved when moved.State != facts.Door || !facts.Watch.IsInOrder(moved) => New(AuditKind.DoorMoved, facts) with
            {
                Door = moved.State,
            },
            DeviceReport.Jammed => New(AuditKind.Jammed, facts) with { Bolt = BoltState.Jammed },
            DeviceReport.Tampered => New(AuditKind.Tampered, facts),
            DeviceReport.BatteryReported { IsLow: true } battery when !facts.IsBatteryLow => New(AuditKind.BatteryLow, facts) with
            {
                Battery = battery.Percent,
            },
            DeviceReport.CredentialRefused refused => New(AuditKind.CredentialRefused, facts) with { Shown = refused.Kind },
            DeviceReport.KeypadDisabled => New(AuditKind.KeypadDisabled, facts),
            DeviceReport.SlotChanged changed => New(AuditKind.SlotChanged, facts) with
            {
                Shown = changed.Kind,
                Slot = changed.Slot,
                Credential = facts.Credential,
                Changed = new Dictionary<string, string> { ["change"] = changed.Change.ToString() },
            },
            DeviceReport.OfflineCodesErased => New(AuditKind.SlotChanged, facts) with
            {
                Shown = CredentialKind.Passcode,
                Credential = facts.Credential,
                Changed = new Dictionary<string, string> { ["change"] = nameof(DeviceReport.OfflineCodesErased) },
            },
            DeviceReport.BoxMoved box => New(AuditKind.BoxMoved, facts) with { Slot = box.Box, Door = box.State },
            DeviceReport.BoxContentChanged box => New(AuditKind.BoxMoved, facts) with { Slot = box.Box, Inside = box.Inside },
            DeviceReport.BoxJammed box => New(AuditKind.Jammed, facts) with { Slot = box.Box },
            // Of a lock it is remembered, and told once.
            DeviceReport.ClockDrifted drifted when facts.Lock is null && drifted.By.Duration() > LockWatch.DriftTold => New(
                    AuditKind.ClockDrifted,
                    facts
                )
                .With(WatchNews.ClockDrifted, drifted, openFor: null),
            _ => null,
        };

    private AuditEvent New(AuditKind kind, ReportFacts facts) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(clock.GetUtcNow()).Value,
            Lock = facts.Lock,
            On =
                facts.Lock is not null ? null
                : facts.Box is { } box ? new AuditObject(Noun.Box, box)
                : facts.Locker is { } locker ? new AuditObject(Noun.Locker, locker)
                : facts.Device is { } device ? new AuditObject(Noun.Gateway, device)
                : null,
        };

    private static AuditObject LinkOf(HeardReport ask) => new(Noun.Link, ask.Link.Link.Value);

    internal static OfflineMark? MarkOf(DeviceReport report) =>
        report switch
        {
            DeviceReport.BoltMoved moved => moved.Offline,
            DeviceReport.OfflineCodesErased erased => erased.By,
            _ => null,
        };

    private static short? BoxOf(DeviceReport report) =>
        report switch
        {
            DeviceReport.BoxMoved moved => BoxNumbered(moved.Box),
            DeviceReport.BoxContentChanged changed => BoxNumbered(changed.Box),
            DeviceReport.BoxJammed jammed => BoxNumbered(jammed.Box),
            _ => null,
        };

    /// <summary>A number that no box can have is told by a broken cabinet, and names none.</summary>
    private static short? BoxNumbered(int box) => box is >= 1 and <= short.MaxValue ? (short)box : null;

    private static (CredentialKind? Kind, int? Slot) SlotOf(DeviceReport report) =>
        report switch
        {
            DeviceReport.BoltMoved moved => (moved.Kind, moved.Slot),
            DeviceReport.SlotChanged changed => (changed.Kind, changed.Slot),
            _ => default,
        };
}

/// <summary>Writes what links and devices tell. The task ends with the commit.</summary>
public sealed class RecordReport
{
    private readonly JournalLane<HeardReport, ReportFacts, ReportVerdict> lane;

    internal RecordReport(Journal journal, TimeProvider clock) => lane = journal.OpenLane(new RecordReportPage(clock));

    public Task RunAsync(HeardReport heard) => lane.AskAsync(heard);
}
