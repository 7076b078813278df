namespace Latchwork.Domain.Grants;

public sealed partial class WeeklyHours
{
    /// <summary>
    /// Whether these hours are shown to lie inside the other, for all time (AZ-7). Only hours of the same zone name can be: across zones the answer is
    /// no, since their clocks may be set apart at any time. No is always safe; yes is always true, through every change of the clocks.
    /// </summary>
    public bool IsInside(WeeklyHours outer)
    {
        if (zone.Id != outer.zone.Id)
        {
            return false;
        }

        // Day numbers count from a Monday. Any week does for the rule; near an exception of the outer hours the very days are asked.
        var isRule = Enumerable.Range(7, 7).All(day => IsInsideFrom(day, outer, _ => false));
        return isRule
            && outer.exceptions.All(exception => Around(exception).All(day => IsException(day) || IsInsideFrom(day, outer, outer.IsException)));
    }

    // A window is at most 24 hours long, so one that began the day before, or begins on the exception itself, can miss what the exception took away.
    private static int[] Around(int exception) => [exception - 1, exception, exception + 1];

    private bool IsInsideFrom(int day, WeeklyHours outer, Func<int, bool> isTakenAway) =>
        windows.Where(window => window.BeginsOn(day)).All(window => outer.CoverFrom(day, window, isTakenAway));

    /// <summary>Follows wall time from the window's start through windows of these hours, until its end or a minute that none of them has.</summary>
    private bool CoverFrom(int day, LocalWindow window, Func<int, bool> isTakenAway)
    {
        var (minute, end) = (window.StartMinute, window.EndFromFirstDay);
        while (minute < end)
        {
            var reach = FurthestFrom(day, minute, isTakenAway);
            if (reach <= minute)
            {
                return false;
            }

            minute = reach;
        }

        return true;
    }

    private int FurthestFrom(int day, int minute, Func<int, bool> isTakenAway)
    {
        var reach = minute;
        for (var other = -1; other <= 1; other++)
        {
            var midnight = other * LocalWindow.MinutesInDay;
            foreach (var window in isTakenAway(day + other) ? [] : windows)
            {
                var isCovering =
                    window.BeginsOn(day + other) && midnight + window.StartMinute <= minute && minute < midnight + window.EndFromFirstDay;
                reach = isCovering ? Math.Max(reach, midnight + window.EndFromFirstDay) : reach;
            }
        }

        return reach;
    }
}
