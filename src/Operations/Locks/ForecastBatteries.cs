using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>Settings of battery forecasts (section <c>Batteries</c>).</summary>
public sealed class ForecastOptions
{
    public const string Section = "Batteries";

    /// <summary>A battery that is probably empty within this is told.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan TellWithin { get; set; } = TimeSpan.FromDays(14);
}

/// <summary>
/// Foresees when batteries will be empty, four times a day each, and tells of one that ends soon: once, until it is replaced or lasts longer after all. One node
/// of a cluster does it at a time.
/// </summary>
public sealed class ForecastBatteries
{
    private const int AtOnce = 500;

    /// <summary>A battery that ends so many times later than what is told is fine again.</summary>
    private const double FineAfter = 1.5;

    private static readonly TimeSpan MadeEvery = TimeSpan.FromHours(6);

    private readonly AccessDb db;
    private readonly ForecastOptions options;
    private readonly TimeProvider clock;

    internal ForecastBatteries(AccessDb db, ForecastOptions options, TimeProvider clock) =>
        (this.db, this.options, this.clock) = (db, options, clock);

    /// <summary>One round: every forecast that is old.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var after = (Tenant: Guid.Empty, Device: Guid.Empty);
        List<(Guid Tenant, Guid Device)> due;
        do
        {
            var now = clock.Now();
            due = await db.ListAsync(
                TenantSet.None,
                "select tenant_id, device_id from latchwork_batteries_due($1, $2, $3, $4)",
                row => (row.GetGuid(0), row.GetGuid(1)),
                [now - MadeEvery, after.Tenant, after.Device, AtOnce],
                cancel
            );
            foreach (var tenant in due.GroupBy(one => one.Tenant))
            {
                if (!await ForeseeAsync(new TenantId(tenant.Key), [.. tenant.Select(one => one.Device)], now, cancel))
                {
                    return;
                }
            }

            after = due.Count > 0 ? due[^1] : after;
        } while (due.Count == AtOnce);
    }

    private sealed record Battery(Guid Device, Guid Lock, bool IsLow, short? Level, DateTimeOffset? ToldAt, DateTimeOffset[] ReadAt, short[] Levels)
    {
        public IEnumerable<BatteryReading> Readings => ReadAt.Zip(Levels, (at, level) => new BatteryReading(at, level));
    }

    private sealed record Foreseen(Battery Of, BatteryOutlook Outlook, bool IsNews, DateTimeOffset? ToldAt);

    /// <returns>False where another node is at it.</returns>
    private async Task<bool> ForeseeAsync(TenantId tenant, Guid[] devices, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        if (!await ClusterLock.TryTakeAsync(work, ClusterLock.Forecasts, cancel))
        {
            return false;
        }

        var batteries = await work.ListAsync(LoadSql, Read, [tenant.Value, devices, now - BatteryForecast.Window], cancel);
        var foreseen = batteries.ConvertAll(one => Foresee(one, now));
        await SaveAsync(work, tenant, foreseen, now, cancel);
        AuditEntry[] told = [.. foreseen.Where(one => one.IsNews).Select(one => new AuditEntry(Told(one, now), null))];
        await (told.Length > 0 ? work.CommitAsync(tenant, now, cancel, told) : work.CommitAsync(cancel));
        return true;
    }

    private Foreseen Foresee(Battery battery, DateTimeOffset now)
    {
        var outlook = BatteryForecast.Of(battery.Readings, battery.IsLow, now);
        var isOver =
            battery.ToldAt is { } toldAt
            && (
                outlook.Doubt == BatteryDoubt.JustReplaced || outlook.CurveBegins > toldAt || outlook.Likely > now + (options.TellWithin * FineAfter)
            );
        var before = isOver ? null : battery.ToldAt;
        // That its device calls it low was told by itself.
        var isNews = before is null && !battery.IsLow && outlook.Likely <= now + options.TellWithin;
        return new Foreseen(battery, outlook, isNews, isNews ? now : before);
    }

    private static Task SaveAsync(Work work, TenantId tenant, List<Foreseen> foreseen, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into battery_forecast (tenant_id, device_id, empty_from, likely_at, empty_until, doubt, falls_a_day, begins_at, soon_told_at, made_at)
            select $1, f.*, $2 from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::smallint[], $8::real[],
                $9::timestamptz[], $10::timestamptz[]) as f
            on conflict (tenant_id, device_id) do update set empty_from = excluded.empty_from, likely_at = excluded.likely_at,
                empty_until = excluded.empty_until, doubt = excluded.doubt, falls_a_day = excluded.falls_a_day, begins_at = excluded.begins_at,
                soon_told_at = excluded.soon_told_at, made_at = excluded.made_at
            """,
            [
                tenant.Value,
                now,
                Column(foreseen, one => one.Of.Device),
                Column(foreseen, one => one.Outlook.Early?.Cut()),
                Column(foreseen, one => one.Outlook.Likely?.Cut()),
                Column(foreseen, one => one.Outlook.Late?.Cut()),
                Column(foreseen, one => (short?)one.Outlook.Doubt),
                Column(foreseen, one => (float?)one.Outlook.FallsADay),
                Column(foreseen, one => one.Outlook.CurveBegins),
                Column(foreseen, one => one.ToldAt),
            ],
            cancel
        );

    private static T[] Column<T>(List<Foreseen> foreseen, Func<Foreseen, T> column) => [.. foreseen.Select(column)];

    private static AuditEvent Told(Foreseen one, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.BatteryEndsSoon,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Domain.Audit.Surface.None),
            Lock = one.Of.Lock,
            Battery = one.Of.Level,
            Changed = FactsOf(one.Outlook.Early, one.Outlook.Likely, one.Outlook.Late),
        };

    /// <summary>Instants in UTC, to the minute.</summary>
    internal static Dictionary<string, string> FactsOf(DateTimeOffset? from, DateTimeOffset? likely = null, DateTimeOffset? until = null)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, at) in new[] { ("emptyFrom", from), ("likelyEmptyAt", likely), ("emptyUntil", until) })
        {
            if (at is { } known)
            {
                facts[name] = known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
            }
        }

        return facts;
    }

    private static Battery Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetBoolean(2),
            row.GetOptional<short>(3),
            row.GetInstant(4),
            row.GetFieldValue<DateTimeOffset[]>(5),
            row.GetFieldValue<short[]>(6)
        );

    private const string LoadSql = """
        select l.device_id, l.lock_id, l.battery_is_low, l.battery, f.soon_told_at,
            coalesce(array_agg(r.read_at order by r.read_at) filter (where r.level is not null), '{}'),
            coalesce(array_agg(r.level order by r.read_at) filter (where r.level is not null), '{}')
        from smart_lock l
        left join battery_forecast f on f.tenant_id = l.tenant_id and f.device_id = l.device_id
        left join battery_reading r on r.tenant_id = l.tenant_id and r.device_id = l.device_id and r.read_at > $3
        where l.tenant_id = $1 and l.device_id = any ($2) and l.decommissioned_at is null
        group by l.device_id, l.lock_id, l.battery_is_low, l.battery, f.soon_told_at
        """;
}
