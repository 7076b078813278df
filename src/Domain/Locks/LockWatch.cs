using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Locks;

/// <summary>What is known of a lock at the moment when it tells something.</summary>
/// <param name="Door">As it was told last, and when that was heard.</param>
public sealed record LockSight(DoorState Door, DateTimeOffset? DoorAt, BoltSight Bolt, TimeSpan AjarAfter);

public enum WatchNews
{
    WrongCodeBurst = 1,
    Jammed = 2,
    Unjammed = 3,
    ClockDrifted = 4,
    DoorForced = 5,
    DoorAjar = 6,
    DoorClosedAgain = 7,
}

/// <param name="DueAt">When to look at the door; null for not before it moves again.</param>
public sealed record WatchStep(LockWatch Watch, DateTimeOffset? DueAt, IReadOnlyList<WatchNews> News)
{
    public TimeSpan? OpenFor { get; init; }
}

/// <summary>
/// What is remembered of a lock so that each trouble of it is told once, and once more when it is over, however often its device repeats it. What comes late,
/// or in another order than it happened, is taken at the device's own time.
/// </summary>
public sealed record LockWatch
{
    /// <summary>A clock that is off by more than this is told; one off by half of it or less is right again.</summary>
    public static TimeSpan DriftTold { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What is told later than that after it happened is no news.</summary>
    private static readonly TimeSpan NewsFor = TimeSpan.FromMinutes(1);

    public static LockWatch New { get; } = new();

    public WrongCodes Codes { get; init; } = WrongCodes.None;

    public bool IsJammed { get; init; }

    /// <summary>That its clock is wrong has been told.</summary>
    public bool IsDriftTold { get; init; }

    public DoorWatch Door { get; init; } = DoorWatch.Closed;

    /// <param name="dueAt">When the door was to be looked at, up to now.</param>
    public WatchStep Hear(DeviceReport report, LockSight sight, DateTimeOffset? dueAt, DateTimeOffset now) =>
        report switch
        {
            DeviceReport.CredentialRefused => Refused(report, dueAt, now),
            DeviceReport.Jammed => new WatchStep(this with { IsJammed = true }, dueAt, IsJammed ? [] : [WatchNews.Jammed]),
            DeviceReport.BoltMoved moved => Moved(moved, dueAt),
            DeviceReport.BoltRead read => Read(read, sight, dueAt, now),
            DeviceReport.ClockDrifted drifted => Drifted(drifted.By.Duration(), dueAt),
            DeviceReport.DoorMoved moved when IsInOrder(moved) => DoorMoved(moved, sight, now),
            _ => new WatchStep(this, dueAt, []),
        };

    /// <summary>Whether a report of a door tells how it stands now: not one of a time before what was told already.</summary>
    public bool IsInOrder(DeviceReport.DoorMoved report) => report.DeviceAt is not { } at || Door.ToldAt is not { } before || at >= before;

    /// <summary>A time of a device's own that has not come yet is none.</summary>
    private static DateTimeOffset HappenedAt(DeviceReport report, DateTimeOffset now) => report.DeviceAt is { } at && at < now ? at.Cut() : now;

    private static bool IsNews(DeviceReport report, DateTimeOffset now) => !report.WasKept && HappenedAt(report, now) >= now - NewsFor;

    /// <summary>Of what was kept without its time nobody knows how close it was to the others.</summary>
    private WatchStep Refused(DeviceReport report, DateTimeOffset? dueAt, DateTimeOffset now)
    {
        if (report is { WasKept: true, DeviceAt: null })
        {
            return new WatchStep(this, dueAt, []);
        }

        var (codes, isBurst) = Codes.After(HappenedAt(report, now));
        return new WatchStep(this with { Codes = codes }, dueAt, isBurst ? [WatchNews.WrongCodeBurst] : []);
    }

    private WatchStep Moved(DeviceReport.BoltMoved moved, DateTimeOffset? dueAt)
    {
        var after = moved.State == BoltState.Unlocked ? this with { Door = Door.Unbolted(moved.Cause == MotionCause.Manual) } : this;
        return Freed(after, moved.State, dueAt);
    }

    /// <summary>A door that is found to stand otherwise than was told: nobody knows since when, so nobody is suspected.</summary>
    private WatchStep Read(DeviceReport.BoltRead read, LockSight sight, DateTimeOffset? dueAt, DateTimeOffset now)
    {
        var freed = Freed(this, read.State, dueAt);
        var step = read.Door switch
        {
            DoorState.Open when Door.OpenedAt is null => Door.Opened(now, isNews: false, sight.Bolt, sight.AjarAfter, now),
            DoorState.Closed when Door.OpenedAt is not null => Door.Shut(now, now),
            _ => null,
        };
        return step is null
            ? freed
            : new WatchStep(freed.Watch with { Door = step.Watch }, step.DueAt, step.News is { } news ? [.. freed.News, Of(news)] : freed.News)
            {
                OpenFor = step.OpenFor,
            };
    }

    private static WatchStep Freed(LockWatch watch, BoltState bolt, DateTimeOffset? dueAt) =>
        watch.IsJammed && bolt is BoltState.Locked or BoltState.Unlocked
            ? new WatchStep(watch with { IsJammed = false }, dueAt, [WatchNews.Unjammed])
            : new WatchStep(watch, dueAt, []);

    private WatchStep Drifted(TimeSpan by, DateTimeOffset? dueAt) =>
        by > DriftTold ? new WatchStep(this with { IsDriftTold = true }, dueAt, IsDriftTold ? [] : [WatchNews.ClockDrifted])
        : by <= DriftTold / 2 ? new WatchStep(this with { IsDriftTold = false }, dueAt, [])
        : new WatchStep(this, dueAt, []);

    private WatchStep DoorMoved(DeviceReport.DoorMoved moved, LockSight sight, DateTimeOffset now)
    {
        var at = HappenedAt(moved, now);
        var door = Door with { ToldAt = moved.DeviceAt?.Cut() ?? Door.ToldAt };
        var wasClosed = sight.Door == DoorState.Closed && sight.DoorAt <= now - DoorWatch.Settles;
        var step = moved.State switch
        {
            DoorState.Open => door.Opened(at, wasClosed && IsNews(moved, now), sight.Bolt, sight.AjarAfter, now),
            DoorState.Closed => door.Shut(at, now),
            _ => new DoorStep(door with { OpenedAt = null }, null),
        };
        return new WatchStep(this with { Door = step.Watch }, step.DueAt, step.News is { } news ? [Of(news)] : []) { OpenFor = step.OpenFor };
    }

    public static WatchNews Of(DoorNews news) =>
        news switch
        {
            DoorNews.Forced => WatchNews.DoorForced,
            DoorNews.Ajar => WatchNews.DoorAjar,
            DoorNews.ClosedAgain => WatchNews.DoorClosedAgain,
        };
}
