using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Oracle;

/// <summary>
/// Weekly hours a second time, from the words of AZ-6 alone: every window of every date becomes a pair of instants, by looking up both wall times in the
/// zone's table, and membership is a comparison with those pairs.
/// </summary>
public static class HoursOracle
{
    private const int DaysAhead = 45;

    public static bool Contains(WeeklyHours hours, DateTimeOffset instant)
    {
        var (table, at) = (ZoneTable.Of(hours.Zone), instant.UtcTicks);
        var today = DateOnly.FromDateTime(new DateTime(table.Local(at)));
        for (var days = -3; days <= 3; days++)
        {
            var date = today.AddDays(days);
            if (IsTakenAway(hours, date))
            {
                continue;
            }

            for (var i = 0; i < hours.Windows.Count; i++)
            {
                if (Begins(hours.Windows[i], date) && Span(table, date, hours.Windows[i]) is var (start, end) && start <= at && at < end)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first edge of the merged pairs after an instant; looked for 40 days at a time, until no exception is ahead.</summary>
    public static DateTimeOffset? NextChange(WeeklyHours hours, DateTimeOffset after)
    {
        for (var from = after; ; from = from.AddDays(DaysAhead - 5))
        {
            if (
                Merged(hours, from).SelectMany(span => (long[])[span.Start, span.End]).FirstOrDefault(edge => edge > from.UtcTicks)
                    is > 0
                        and var change
                && change <= from.AddDays(DaysAhead - 4).UtcTicks
            )
            {
                return new DateTimeOffset(change, TimeSpan.Zero);
            }

            if (hours.Exceptions.Count == 0 || hours.Exceptions[^1] < DateOnly.FromDateTime(from.UtcDateTime))
            {
                return null;
            }
        }
    }

    /// <summary>Every start and end of the days around an instant: where a wrong implementation would show.</summary>
    public static IEnumerable<long> Edges(WeeklyHours hours, DateTimeOffset around) =>
        Spans(hours, around, -3, 3).SelectMany(span => (long[])[span.Start, span.End]);

    private static List<(long Start, long End)> Merged(WeeklyHours hours, DateTimeOffset around)
    {
        var merged = new List<(long Start, long End)>();
        foreach (var span in Spans(hours, around, -3, DaysAhead).Where(span => span.Start < span.End).Order())
        {
            if (merged.Count > 0 && span.Start <= merged[^1].End)
            {
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, span.End));
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }

    private static IEnumerable<(long Start, long End)> Spans(WeeklyHours hours, DateTimeOffset around, int first, int last)
    {
        var table = ZoneTable.Of(hours.Zone);
        var today = DateOnly.FromDateTime(new DateTime(table.Local(around.UtcTicks)));
        for (var days = first; days <= last; days++)
        {
            var date = today.AddDays(days);
            foreach (var window in IsTakenAway(hours, date) ? [] : hours.Windows.Where(window => Begins(window, date)))
            {
                yield return Span(table, date, window);
            }
        }
    }

    private static (long Start, long End) Span(ZoneTable table, DateOnly date, LocalWindow window)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        var ending = window.EndMinute <= window.StartMinute ? midnight.AddDays(1) : midnight;
        return (table.First(midnight.AddMinutes(window.StartMinute).Ticks), table.Last(ending.AddMinutes(window.EndMinute).Ticks));
    }

    private static bool Begins(LocalWindow window, DateOnly date) =>
        window.Days.HasFlag(
            date.DayOfWeek switch
            {
                DayOfWeek.Monday => WeekDays.Monday,
                DayOfWeek.Tuesday => WeekDays.Tuesday,
                DayOfWeek.Wednesday => WeekDays.Wednesday,
                DayOfWeek.Thursday => WeekDays.Thursday,
                DayOfWeek.Friday => WeekDays.Friday,
                DayOfWeek.Saturday => WeekDays.Saturday,
                _ => WeekDays.Sunday,
            }
        );

    private static bool IsTakenAway(WeeklyHours hours, DateOnly date) => hours.Exceptions is { Count: > 0 } dates && dates.Contains(date);
}
