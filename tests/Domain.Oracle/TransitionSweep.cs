using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Oracle;

/// <summary>Every turn of the clocks of every zone, 2024 to 2028: windows that begin, end and lie around it, asked at all their edges.</summary>
public static class TransitionSweep
{
    private static readonly int[] Around = [-61, -60, -30, -1, 0, 1, 30, 59, 60, 120];
    private static readonly int[] Lengths = [1, 30, 60, 1439, 1440];

    /// <returns>How many zones, changes and questions, and the first difference.</returns>
    public static (int Zones, int Changes, long Questions, string? Difference) Run(IEnumerable<string> zones)
    {
        var (asked, changes, questions) = (0, 0, 0L);
        foreach (var table in zones.Select(ZoneTable.Of))
        {
            asked++;
            foreach (var change in table.Changes)
            {
                changes++;
                foreach (var hours in HoursAround(table, change))
                {
                    foreach (var at in InstantsAround(hours, change))
                    {
                        questions++;
                        if (hours.Contains(at) != HoursOracle.Contains(hours, at))
                        {
                            return (asked, changes, questions, DecisionCase.DifferenceOf(hours, at));
                        }
                    }
                }
            }
        }

        return (asked, changes, questions, null);
    }

    private static IEnumerable<WeeklyHours> HoursAround(ZoneTable table, long change)
    {
        foreach (var wall in (long[])[table.Local(change - 1) + 1, table.Local(change)])
        {
            foreach (var minutes in Around)
            {
                var start = new DateTime(wall).AddMinutes(minutes);
                var minute = (start.Hour * 60) + start.Minute;
                var days = (WeekDays)(1 << (((int)start.DayOfWeek + 6) % 7));
                var length = Lengths[(minutes + 61) % Lengths.Length];
                yield return WeeklyHours.Create(table.Zone, [new LocalWindow(days, minute, (minute + length) % 1440)]).Value;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> InstantsAround(WeeklyHours hours, long change)
    {
        long[] edges = [change, .. HoursOracle.Edges(hours, new DateTimeOffset(change, TimeSpan.Zero))];
        foreach (var edge in edges)
        {
            for (var beside = -1; beside <= 1; beside++)
            {
                yield return new DateTimeOffset(edge + (beside * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
            }
        }
    }
}
