using NodaTime;

namespace Latchwork.Domain.Grants;

public sealed partial class WeeklyHours
{
    // A week, and another in case the clocks leap over the only window of the first.
    private const int DaysUntilItRepeats = 15;

    /// <summary>
    /// The next instant, later than <paramref name="after"/>, at which <see cref="Contains"/> changes its answer; null where it never does. Windows that
    /// touch have no change between them.
    /// </summary>
    public DateTimeOffset? NextChange(DateTimeOffset after)
    {
        var isIn = Contains(after);
        var today = WallClock.At(zone, after).ComingDay;
        var last = Math.Min(Math.Max(today, exceptions.Length > 0 ? exceptions[^1] : 0) + DaysUntilItRepeats, DateOnly.MaxValue.DayNumber - 2);
        DateTimeOffset? next = null;
        for (var day = Math.Max(today - 1, 1); day <= last; day++)
        {
            // Windows overlap into the next day at most: a change before that day begins cannot be overtaken.
            if (next <= FirstInstantOf(day, 0))
            {
                return next;
            }

            next = Earliest(next, ChangeOn(day, after, isIn));
        }

        return next;
    }

    /// <summary>The latest change later than <paramref name="after"/> and not later than <paramref name="until"/>; null where there is none.</summary>
    public DateTimeOffset? LastChange(DateTimeOffset after, DateTimeOffset until)
    {
        DateTimeOffset? last = null;
        for (var at = NextChange(after); at <= until; at = NextChange(at.Value))
        {
            last = at;
        }

        return last;
    }

    /// <summary>The unbroken stretches in which the hours hold, cut to [from, until), in order.</summary>
    public IEnumerable<TimeWindow> Occurrences(DateTimeOffset from, DateTimeOffset until)
    {
        for (DateTimeOffset? at = Contains(from) ? from : NextChange(from); at < until; at = NextChange(at.Value))
        {
            var start = at;
            at = NextChange(at.Value) is { } end && end < until ? end : until;
            yield return new TimeWindow(start, at);
        }
    }

    private DateTimeOffset? ChangeOn(int day, DateTimeOffset after, bool isIn)
    {
        DateTimeOffset? next = null;
        foreach (var window in windows)
        {
            if (!window.BeginsOn(day) || IsException(day))
            {
                continue;
            }

            var edge = isIn ? LastInstantOf(day, window.EndFromFirstDay) : FirstInstantOf(day, window.StartMinute);
            next = edge > after && Contains(edge) != isIn ? Earliest(next, edge) : next;
        }

        return next;
    }

    private DateTimeOffset FirstInstantOf(int day, int minute)
    {
        var mapping = zone.MapLocal(At(day, minute));
        return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant()).ToDateTimeOffset();
    }

    private DateTimeOffset LastInstantOf(int day, int minute)
    {
        var mapping = zone.MapLocal(At(day, minute));
        return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.Last().ToInstant()).ToDateTimeOffset();
    }

    private static LocalDateTime At(int day, int minute) => LocalDateTime.FromDateTime(DateTime.MinValue.AddDays(day).AddMinutes(minute));

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? two) => one is null || two < one ? two : one;
}
