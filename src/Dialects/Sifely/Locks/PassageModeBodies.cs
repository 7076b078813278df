using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>
/// The old form has room for one window. Of hours that have more it tells the first, and all others only in the new form: a client of the old form sees
/// that there are hours, and nothing that does not hold.
/// </summary>
/// <param name="PassageMode">1 on, 2 off, as all switches here.</param>
/// <param name="StartDate">Minutes after midnight, as the end.</param>
/// <param name="WeekDays">1 Monday to 7 Sunday.</param>
internal sealed record OldPassageModeBody(int PassageMode, int StartDate, int EndDate, int IsAllDay, IReadOnlyList<int> WeekDays, int AutoUnlock)
{
    public static OldPassageModeBody Of(OpenSchedule? schedule)
    {
        if (schedule is null)
        {
            return new(Switch.Of(false), 0, 0, Switch.Of(false), [], Switch.Of(false));
        }

        var first = CyclicWindow.Of(schedule.Hours.Windows[0]);
        return new(Switch.Of(true), first.StartTime, first.EndTime, first.IsAllDay, first.WeekDays, Switch.Of(schedule.OpensByItself));
    }
}

internal sealed record NewPassageModeBody(int PassageMode, int AutoUnlock, IReadOnlyList<CyclicWindow> CyclicConfig)
{
    public static NewPassageModeBody Of(OpenSchedule? schedule) =>
        schedule is null
            ? new(Switch.Of(false), Switch.Of(false), [])
            : new(Switch.Of(true), Switch.Of(schedule.OpensByItself), [.. schedule.Hours.Windows.Select(CyclicWindow.Of)]);
}

/// <param name="StartTime">Minutes after midnight, as the end; both 0 for all day.</param>
internal sealed record CyclicWindow(int IsAllDay, int StartTime, int EndTime, IReadOnlyList<int> WeekDays)
{
    private const int MinutesInDay = LocalWindow.MinutesInDay;

    public static CyclicWindow Of(LocalWindow window)
    {
        var isAllDay = window is { StartMinute: 0, EndMinute: MinutesInDay };
        return new(Switch.Of(isAllDay), isAllDay ? 0 : window.StartMinute, isAllDay ? 0 : window.EndMinute, DaysOf(window.Days));
    }

    private static IReadOnlyList<int> DaysOf(WeekDays days) => [.. Enumerable.Range(1, 7).Where(day => days.HasFlag((WeekDays)(1 << (day - 1))))];
}
