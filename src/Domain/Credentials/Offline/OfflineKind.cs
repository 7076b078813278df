using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>What an offline code is for. The numbers are stored, and are part of the scheme: never renumber.</summary>
public enum OfflineKind
{
    /// <summary>Opens once.</summary>
    OneTime = 1,

    /// <summary>Opens until it is denied or its epoch is over.</summary>
    Permanent = 2,

    /// <summary>Opens within a window.</summary>
    Period = 3,

    /// <summary>Opens nothing: makes the lock forget the codes of all epochs before its own.</summary>
    Erase = 4,

    // Between two hours of the day, on some days of one calendar month.
    Weekend = 5,
    Daily = 6,
    Workday = 7,
    Monday = 8,
    Tuesday = 9,
    Wednesday = 10,
    Thursday = 11,
    Friday = 12,
    Saturday = 13,
    Sunday = 14,
}

public static class OfflineKinds
{
    public static bool IsCyclic(this OfflineKind kind) => kind is >= OfflineKind.Weekend and <= OfflineKind.Sunday;

    /// <summary>The days of a cyclic kind.</summary>
    internal static WeekDays Days(this OfflineKind kind) =>
        kind switch
        {
            OfflineKind.Weekend => WeekDays.Weekend,
            OfflineKind.Daily => WeekDays.All,
            OfflineKind.Workday => WeekDays.Workdays,
            OfflineKind.Monday => WeekDays.Monday,
            OfflineKind.Tuesday => WeekDays.Tuesday,
            OfflineKind.Wednesday => WeekDays.Wednesday,
            OfflineKind.Thursday => WeekDays.Thursday,
            OfflineKind.Friday => WeekDays.Friday,
            OfflineKind.Saturday => WeekDays.Saturday,
            OfflineKind.Sunday => WeekDays.Sunday,
            OfflineKind.OneTime or OfflineKind.Permanent or OfflineKind.Period or OfflineKind.Erase => WeekDays.None,
        };
}
