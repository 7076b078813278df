using System.Runtime.InteropServices;

namespace Latchwork.Domain.Grants;

/// <summary>Days of the week on which something begins. The bits are Monday first, as ISO 8601 counts.</summary>
[Flags]
public enum WeekDays
{
    None = 0,
    Monday = 1 << 0,
    Tuesday = 1 << 1,
    Wednesday = 1 << 2,
    Thursday = 1 << 3,
    Friday = 1 << 4,
    Saturday = 1 << 5,
    Sunday = 1 << 6,
    Workdays = Monday | Tuesday | Wednesday | Thursday | Friday,
    Weekend = Saturday | Sunday,
    All = Workdays | Weekend,
}

/// <summary>
/// A stretch of wall time that begins on each of <paramref name="Days"/>: [start, end) in minutes since midnight. An end that is not after the start
/// is on the next day, so 600 to 600 is 24 hours from ten o'clock; 0 to 1440 is the whole day.
/// </summary>
/// <param name="Days">At least one.</param>
/// <param name="StartMinute">0 to 1439.</param>
/// <param name="EndMinute">0 to 1440; 0 and 1440 are the same midnight.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LocalWindow(WeekDays Days, int StartMinute, int EndMinute)
{
    public const int MinutesInDay = 1440;

    /// <summary>Minutes from midnight of the day it begins on to its end: more than 1440 when that is on the next day.</summary>
    internal int EndFromFirstDay => EndMinute > StartMinute ? EndMinute : EndMinute + MinutesInDay;

    internal bool BeginsOn(int day) => ((int)Days & (1 << (day % 7))) != 0;

    internal AccessError? Refuse() =>
        Days == WeekDays.None || (Days & ~WeekDays.All) != WeekDays.None ? AccessError.Invalid("Hours need at least one day of the week.")
        : StartMinute is < 0 or >= MinutesInDay ? AccessError.Invalid("Hours start between 00:00 and 23:59.")
        : EndMinute is < 0 or > MinutesInDay ? AccessError.Invalid("Hours end between 00:00 and 24:00.")
        : null;
}
