using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>What is remembered of a lock's troubles, as its row holds it (<see cref="LockWatch"/>). A lock without a row has had none.</summary>
internal static class WatchRow
{
    /// <summary>Of a row called <c>w</c>, which may not be there.</summary>
    public const string Columns = """
        w.refused_at, coalesce(w.is_burst_told, false), coalesce(w.is_jammed, false), coalesce(w.is_drift_told, false), w.opened_at, w.suspect_at,
        coalesce(w.is_forced_told, false), coalesce(w.is_ajar_told, false), w.door_told_at, coalesce(w.tells_by_hand, false), w.due_at
        """;

    public static (LockWatch Watch, DateTimeOffset? DueAt) Read(NpgsqlDataReader row, int column) =>
        (
            new LockWatch
            {
                Codes = new WrongCodes(row.IsDBNull(column) ? [] : row.GetFieldValue<DateTimeOffset[]>(column), row.GetBoolean(column + 1)),
                IsJammed = row.GetBoolean(column + 2),
                IsDriftTold = row.GetBoolean(column + 3),
                Door = new DoorWatch
                {
                    OpenedAt = row.GetInstant(column + 4),
                    SuspectAt = row.GetInstant(column + 5),
                    IsForcedTold = row.GetBoolean(column + 6),
                    IsAjarTold = row.GetBoolean(column + 7),
                    ToldAt = row.GetInstant(column + 8),
                    TellsByHand = row.GetBoolean(column + 9),
                },
            },
            row.GetInstant(column + 10)
        );

    public static NpgsqlBatchCommand Save(Guid tenant, Guid smartLock, LockWatch watch, DateTimeOffset? dueAt) =>
        AccessDb.Statement(
            """
            insert into lock_watch (tenant_id, lock_id, refused_at, is_burst_told, is_jammed, is_drift_told, opened_at, suspect_at, is_forced_told,
                is_ajar_told, door_told_at, tells_by_hand, due_at)
            values ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $9, $10, $11::timestamptz, $12, $13::timestamptz)
            on conflict (tenant_id, lock_id) do update set refused_at = excluded.refused_at, is_burst_told = excluded.is_burst_told,
                is_jammed = excluded.is_jammed, is_drift_told = excluded.is_drift_told, opened_at = excluded.opened_at, suspect_at = excluded.suspect_at,
                is_forced_told = excluded.is_forced_told, is_ajar_told = excluded.is_ajar_told, door_told_at = excluded.door_told_at,
                tells_by_hand = excluded.tells_by_hand, due_at = excluded.due_at
            """,
            [
                tenant,
                smartLock,
                watch.Codes.At.ToArray(),
                watch.Codes.IsTold,
                watch.IsJammed,
                watch.IsDriftTold,
                watch.Door.OpenedAt,
                watch.Door.SuspectAt,
                watch.Door.IsForcedTold,
                watch.Door.IsAjarTold,
                watch.Door.ToldAt,
                watch.Door.TellsByHand,
                dueAt,
            ]
        );

    /// <summary>As what news is recorded.</summary>
    public static AuditKind KindOf(WatchNews news) =>
        news switch
        {
            WatchNews.WrongCodeBurst => AuditKind.WrongCodeBurst,
            WatchNews.Jammed => AuditKind.Jammed,
            WatchNews.Unjammed => AuditKind.Unjammed,
            WatchNews.ClockDrifted => AuditKind.ClockDrifted,
            WatchNews.DoorForced => AuditKind.DoorForced,
            WatchNews.DoorAjar => AuditKind.DoorAjar,
            WatchNews.DoorClosedAgain => AuditKind.DoorClosedAgain,
        };

    /// <summary>What of it stands in its event besides the kind.</summary>
    public static AuditEvent With(this AuditEvent told, WatchNews news, DeviceReport? report, TimeSpan? openFor) =>
        news switch
        {
            WatchNews.WrongCodeBurst => told with { Shown = (report as DeviceReport.CredentialRefused)?.Kind },
            WatchNews.Jammed => told with { Bolt = BoltState.Jammed },
            WatchNews.Unjammed => told with { Bolt = BoltOf(report) },
            WatchNews.ClockDrifted => told with { Changed = Seconds("drift", (report as DeviceReport.ClockDrifted)?.By) },
            WatchNews.DoorForced => told with { Bolt = BoltState.Locked, Door = DoorState.Open },
            WatchNews.DoorAjar => told with { Door = DoorState.Open, Changed = Seconds("openFor", openFor) },
            WatchNews.DoorClosedAgain => told with { Door = DoorState.Closed, Changed = Seconds("openFor", openFor) },
        };

    private static BoltState? BoltOf(DeviceReport? report) =>
        report switch
        {
            DeviceReport.BoltMoved moved => moved.State,
            DeviceReport.BoltRead read => read.State,
            _ => null,
        };

    /// <summary>Whole seconds; of a clock, positive where it is ahead.</summary>
    private static Dictionary<string, string>? Seconds(string name, TimeSpan? span) =>
        span is { } known ? new Dictionary<string, string> { [name] = $"{known.TotalSeconds:0}" } : null;
}
