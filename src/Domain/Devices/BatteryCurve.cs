namespace Latchwork.Domain.Devices;

/// <summary>The readings of one battery, a day each, without those that cannot be.</summary>
internal sealed record BatteryCurve(IReadOnlyList<BatteryReading> Days, bool IsReplaced, bool IsJumping)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    /// <summary>How far a gauge that falls may lag behind before it counts as stuck, in per cent.</summary>
    private const double MostLag = 10;

    private const int FewLate = 5;

    /// <summary>The median of each day, in their order: what is told often weighs no more.</summary>
    public static List<BatteryReading> DaysOf(IEnumerable<BatteryReading> readings) =>
        [
            .. readings
                .GroupBy(one => one.At.UtcDateTime.Date)
                .OrderBy(day => day.Key)
                .Select(day => new BatteryReading(day.Max(one => one.At), Median([.. day.Select(one => one.Level).Order()]))),
        ];

    /// <summary>Leaves out days that neither neighbour bears out, and all before the last new battery.</summary>
    public static BatteryCurve Clean(List<BatteryReading> days, double outlier, double replacedBy)
    {
        var kept = days.Where((day, i) => IsBorneOut(days, i, outlier)).ToList();
        var begins = 0;
        for (var i = 1; i < kept.Count; i++)
        {
            var before = Median([.. kept.Take(i).Skip(begins).TakeLast(3).Select(day => day.Level).Order()]);
            begins = kept[i].Level >= before + replacedBy ? i : begins;
        }

        List<BatteryReading> curve = [.. kept.Skip(begins)];
        return new BatteryCurve(curve, begins > 0, curve.Count >= FewLate && Jumps(curve, days, outlier));
    }

    /// <summary>Where it stands now: the last three days, as one wrong one among them does not matter.</summary>
    public double Level => Median([.. Days.TakeLast(3).Select(day => day.Level).Order()]);

    /// <summary>It has shown one value all the time.</summary>
    public bool IsFlat => Days.Max(day => day.Level) - Days.Min(day => day.Level) < 0.5;

    /// <summary>The usual step of its gauge: one that knows only 100, 75, 50 tells nothing in between.</summary>
    public double Step { get; } = StepOf(Days);

    /// <summary>How fast it has fallen of late, a day; 0 where that is not known: batteries end faster than they begin.</summary>
    public double LateFall
    {
        get
        {
            List<BatteryReading> late = [.. Days.Where(day => day.At > Days[^1].At - Lately)];
            return late.Count < FewLate ? 0 : Median(FallsOf(late));
        }
    }

    /// <summary>It should have fallen by more than its gauge may lag, and has not moved.</summary>
    public bool HasStopped(double fallsADay)
    {
        var still = Days.Count - 1;
        while (still > 0 && Math.Abs(Days[still - 1].Level - Days[^1].Level) < 0.5)
        {
            still--;
        }

        var before = still > FewLate ? Median(FallsOf([.. Days.Take(still + 1)])) : fallsADay;
        return (Days[^1].At - Days[still].At).TotalDays * before > Math.Max(MostLag, 2 * Step);
    }

    /// <summary>Falls a day between all pairs of days, from the shallowest to the steepest.</summary>
    public static double[] FallsOf(IReadOnlyList<BatteryReading> days)
    {
        var falls = new double[days.Count * (days.Count - 1) / 2];
        var n = 0;
        for (var i = 0; i < days.Count; i++)
        {
            for (var j = i + 1; j < days.Count; j++)
            {
                falls[n++] = (days[i].Level - days[j].Level) / (days[j].At - days[i].At).TotalDays;
            }
        }

        Array.Sort(falls);
        return falls;
    }

    /// <param name="sorted">Some values.</param>
    public static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static bool IsBorneOut(List<BatteryReading> days, int i, double outlier)
    {
        if (i == 0 || i == days.Count - 1)
        {
            return true;
        }

        var (before, here, after) = (days[i - 1].Level, days[i].Level, days[i + 1].Level);
        var isAbove = here > Math.Max(before, after) + outlier;
        var isBelow = here < Math.Min(before, after) - outlier;
        return !isAbove && !isBelow;
    }

    /// <summary>More than a quarter of its days were left out, or it rises as often as it falls, by more than a gauge wavers.</summary>
    private static bool Jumps(List<BatteryReading> curve, List<BatteryReading> all, double outlier)
    {
        var days = all.Count(day => day.At >= curve[0].At);
        var rises = curve.Zip(curve.Skip(1)).Count(pair => pair.Second.Level > pair.First.Level + (outlier / 2));
        return (days - curve.Count) * 4 > days || rises * 8 > curve.Count;
    }

    private static double StepOf(IReadOnlyList<BatteryReading> days)
    {
        double[] falls = [.. days.Zip(days.Skip(1)).Select(pair => pair.First.Level - pair.Second.Level).Where(fall => fall >= 0.5).Order()];
        return falls.Length == 0 ? 0 : Median(falls);
    }
}
