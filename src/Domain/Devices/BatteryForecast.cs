namespace Latchwork.Domain.Devices;

/// <param name="Level">Per cent.</param>
public readonly record struct BatteryReading(DateTimeOffset At, double Level);

/// <summary>Why nobody can say when a battery is empty. The numbers are stored: only add.</summary>
public enum BatteryDoubt
{
    /// <summary>Too few readings, or over too short a time.</summary>
    TooFew = 1,

    /// <summary>Nothing was heard of it for days.</summary>
    Silent = 2,

    /// <summary>The reading does not move, or has stopped moving: such a gauge says nothing until it falls off a cliff.</summary>
    Stuck = 3,

    /// <summary>The readings jump about.</summary>
    Jumping = 4,

    /// <summary>The level has just risen: a new battery, or a gauge that errs.</summary>
    JustReplaced = 5,

    /// <summary>It falls so slowly that its end is further away than what was seen can tell.</summary>
    TooFarAway = 6,
}

/// <summary>When a battery will be empty: between two instants, most likely at a third; or why that is not known.</summary>
/// <param name="Early">The end that whoever relies on it must reckon with.</param>
/// <param name="Late">Null where it may also last beyond all that can be told.</param>
public sealed record BatteryOutlook(DateTimeOffset? Early, DateTimeOffset? Likely, DateTimeOffset? Late, BatteryDoubt? Doubt)
{
    /// <summary>Since when this battery is in, as far as its readings tell.</summary>
    public DateTimeOffset? CurveBegins { get; init; }

    /// <summary>Per cent a day; null where it is not known.</summary>
    public double? FallsADay { get; init; }

    public bool IsKnown => Doubt is null;

    public static BatteryOutlook Unknown(BatteryDoubt doubt, DateTimeOffset? begins = null) => new(null, null, null, doubt) { CurveBegins = begins };
}

/// <summary>
/// Foresees the end of a battery from what its device told of it. The slope is Theil and Sen's: the median of the slopes between all pairs of days, which a
/// third of wrong readings does not move; its range is that of their ranks (Sen 1968), so it is as wide as the readings are scattered. What cannot be told
/// is said to be unknown, never far away (docs/decisions/0012-when-a-battery-is-empty.md).
/// </summary>
public static class BatteryForecast
{
    /// <summary>Readings before that are of another season.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(120);

    public static TimeSpan ShortestSpan { get; } = TimeSpan.FromDays(7);

    public static TimeSpan SilentAfter { get; } = TimeSpan.FromDays(7);

    /// <summary>Per cent. Motors stop before a battery is empty: whoever reckons with the worst reckons with this.</summary>
    public const double WeakLevel = 10;

    /// <summary>Per cent. A rise by as much is a new battery.</summary>
    public const double ReplacedBy = 15;

    private const int FewestDays = 5;

    /// <summary>Per cent. A day that differs so much from both of its neighbours is none.</summary>
    private const double Outlier = 8;

    /// <summary>Nothing is foretold further ahead than so many times of what was seen.</summary>
    private const double Reach = 6;

    /// <summary>Batteries end faster than they begin: a full one may come to fall so much faster yet, one that is nearly empty has shown how it falls.</summary>
    private const double Hastens = 0.8;

    /// <summary>The ranks of slopes that hold 95 of 100 true ones.</summary>
    private const double Certainty = 1.96;

    /// <param name="readings">In any order.</param>
    /// <param name="isLow">Its device says so by itself, whatever the curve says.</param>
    public static BatteryOutlook Of(IEnumerable<BatteryReading> readings, bool isLow, DateTimeOffset now)
    {
        var days = BatteryCurve.DaysOf(readings.Where(one => one.Level is >= 0 and <= 100 && one.At > now - Window && one.At <= now));
        var curve = BatteryCurve.Clean(days, Outlier, ReplacedBy);
        var outlook = curve.Days.Count == 0 ? BatteryOutlook.Unknown(BatteryDoubt.TooFew) : Foresee(curve, now);
        return !isLow ? outlook
            : outlook.IsKnown ? outlook with { Early = now, Likely = Earlier(outlook.Likely, now + Week) }
            : outlook;
    }

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static BatteryOutlook Foresee(BatteryCurve curve, DateTimeOffset now)
    {
        var (days, begins) = (curve.Days, curve.Days[0].At);
        var span = days[^1].At - begins;
        if (now - days[^1].At > SilentAfter)
        {
            return BatteryOutlook.Unknown(BatteryDoubt.Silent, begins);
        }

        if (curve.IsJumping)
        {
            return BatteryOutlook.Unknown(BatteryDoubt.Jumping, begins);
        }

        if (days.Count < FewestDays || span < ShortestSpan)
        {
            return BatteryOutlook.Unknown(curve.IsReplaced ? BatteryDoubt.JustReplaced : BatteryDoubt.TooFew, begins);
        }

        var slopes = BatteryCurve.FallsOf(days);
        var (steep, likely, shallow) = RangeOf(slopes, days.Count);
        return curve.IsFlat || curve.HasStopped(likely) ? BatteryOutlook.Unknown(BatteryDoubt.Stuck, begins)
            : likely <= 0 ? BatteryOutlook.Unknown(BatteryDoubt.TooFarAway, begins)
            : Ends(curve, new Falls(Math.Max(steep, curve.LateFall), likely, shallow), span, now);
    }

    private readonly record struct Falls(double Steep, double Likely, double Shallow);

    private static BatteryOutlook Ends(BatteryCurve curve, Falls falls, TimeSpan span, DateTimeOffset now)
    {
        var (level, last) = (curve.Level, curve.Days[^1].At);
        var likely = After(level, falls.Likely);
        if (likely > span * Reach)
        {
            return BatteryOutlook.Unknown(BatteryDoubt.TooFarAway, curve.Days[0].At);
        }

        // A gauge in steps of 5 or 25 may be as much lower than it says.
        var early = After(level - WeakLevel - (curve.Step / 2), falls.Steep * (1 + (Hastens * level / 100)));
        TimeSpan? late = falls.Shallow > 0 ? After(level + (curve.Step / 2), falls.Shallow) : null;
        return new BatteryOutlook(
            Later(last + early, now),
            Later(last + likely, now),
            late <= span * Reach ? Later(last + late.Value, now) : null,
            null
        )
        {
            CurveBegins = curve.Days[0].At,
            FallsADay = falls.Likely,
        };
    }

    private static TimeSpan After(double level, double fallsADay) =>
        level <= 0 ? TimeSpan.Zero : TimeSpan.FromDays(Math.Min(level / fallsADay, 36_500));

    /// <summary>Sen's range: as many ranks around the median as a row without any trend would scatter.</summary>
    private static (double Steep, double Likely, double Shallow) RangeOf(double[] falls, int days)
    {
        var (n, count) = ((double)days, falls.Length);
        var width = Certainty * Math.Sqrt(n * (n - 1) * ((2 * n) + 5) / 18);
        var low = (int)Math.Floor((count - width) / 2);
        var high = (int)Math.Ceiling((count + width) / 2);
        return (falls[Math.Clamp(high, 0, count - 1)], BatteryCurve.Median(falls), falls[Math.Clamp(low, 0, count - 1)]);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one : other;
}
