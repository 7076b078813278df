using NodaTime;

namespace Latchwork.Domain.Credentials.Offline;

public sealed partial record OfflineRequest
{
    /// <summary>
    /// The first matching day at the hour of the start, to the last matching day at the hour of the end, all in one calendar month: the code holds
    /// for the month, so no other matching day of it may be left out, but for those that have passed.
    /// </summary>
    private Outcome<IReadOnlyList<OfflinePlace>> Cyclic(LocalTimes local, DateTimeOffset now)
    {
        if (EndsAt is not { } end || end <= StartsAt || end <= now)
        {
            return HasEnded;
        }

        var from = local.At(StartsAt);
        // Midnight is the end of the day before.
        var (lastDay, endHour) = local.At(end) is { Hour: 0 } midnight
            ? (midnight.Date.PlusDays(-1), OfflineWindow.HoursInDay)
            : (local.At(end).Date, local.At(end).Hour);
        var length = endHour - from.Hour;
        if (length is < 1 or > OfflineWindow.LongestHours)
        {
            return Unsupported($"A cyclic offline code opens for 1 to {OfflineWindow.LongestHours} hours of one day.");
        }

        return IsWholeMonth(from, lastDay, endHour, local.At(now))
            ? InRange([new OfflinePlace(OfflineShelf.Cyclic, OfflineWindow.MonthOf(from.Date), Variant(from.Hour, length))])
            : Unsupported("A cyclic offline code holds for the matching days of one calendar month, or for those that are left of it.");
    }

    private int Variant(int startHour, int length) =>
        ((((int)(Kind - OfflineKind.Weekend) * OfflineWindow.HoursInDay) + startHour) * OfflineWindow.LongestHours) + length - 1;

    private bool IsWholeMonth(LocalDateTime from, LocalDate lastDay, int endHour, LocalDateTime now)
    {
        if (from.Year != lastDay.Year || from.Month != lastDay.Month)
        {
            return false;
        }

        var first = new LocalDate(from.Year, from.Month, 1);
        var matching = Enumerable.Range(0, from.Calendar.GetDaysInMonth(from.Year, from.Month)).Select(first.PlusDays).Where(Matches);
        return matching.Any(date => date >= from.Date && date <= lastDay)
            && matching.All(date => (date >= from.Date && date <= lastDay) || HasPassed(date, endHour, now));
    }

    private bool Matches(LocalDate date) => ((int)Kind.Days() & (1 << ((int)date.DayOfWeek - 1))) != 0;

    private static bool HasPassed(LocalDate date, int endHour, LocalDateTime now) =>
        endHour == OfflineWindow.HoursInDay ? date < now.Date : date.At(new LocalTime(endHour, 0)) <= now;
}
