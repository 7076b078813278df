using Latchwork.Domain.Grants;
using NodaTime;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>When a code opens: within <paramref name="Window"/>, and where it is cyclic also within the hours.</summary>
/// <param name="Hours">Null where every instant of the window counts.</param>
public readonly record struct OfflineWindow(TimeWindow Window, WeeklyHours? Hours)
{
    internal const int FirstArrival = 14;
    internal const int FirstDeparture = 10;
    internal const int StayHours = 3;
    internal const int ShortestDates = 8;
    internal const int LongestHours = 12;
    internal const int HoursInDay = 24;

    internal static readonly int[] DayLengths = [2, 3, 7];
    internal static readonly LocalDate FirstDate = new(2020, 1, 1);

    public static DateTimeOffset FirstHour { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null for a place that no code is issued for, and where the zone is unknown.</summary>
    public static OfflineWindow? Of(OfflinePlace place, OfflineRules rules) =>
        place.Shelf switch
        {
            OfflineShelf.Erase or OfflineShelf.Permanent => new OfflineWindow(TimeWindow.Always, null),
            OfflineShelf.OneTime => From(place.Start, rules.OneTimeLasts),
            OfflineShelf.Hours => From(place.Start, TimeSpan.FromHours(1 + place.Variant)),
            OfflineShelf.Days => From(place.Start, TimeSpan.FromDays(DayLengths[place.Variant])),
            OfflineShelf.Stays => Stay(place, rules),
            OfflineShelf.Dates => Between(Date(place), Date(place).PlusDays(ShortestDates + place.Variant), rules),
            OfflineShelf.Months => Between(Month(place), Month(place).PlusMonths(1 + place.Variant), rules),
            OfflineShelf.Cyclic => Cycle(place, rules),
        };

    public bool HasBegun(DateTimeOffset now) => Window.HasBegun(now + OfflineRules.Tolerance);

    public bool IsOver(DateTimeOffset now) => Window.IsOver(now - OfflineRules.Tolerance);

    /// <summary>Whether a lock whose clock says <paramref name="now"/> opens, give or take the tolerance.</summary>
    public bool IsOpenAt(DateTimeOffset now) =>
        HasBegun(now)
        && !IsOver(now)
        && (Hours is null || HoldsAt(now) || HoldsAt(now - OfflineRules.Tolerance) || HoldsAt(now + OfflineRules.Tolerance));

    private bool HoldsAt(DateTimeOffset instant) => Window.Contains(instant) && Hours!.Contains(instant);

    private static OfflineWindow From(int hour, TimeSpan length)
    {
        var start = FirstHour.AddHours(hour);
        return new OfflineWindow(new TimeWindow(start, start + length), null);
    }

    private static OfflineWindow? Stay(OfflinePlace place, OfflineRules rules)
    {
        var (nights, hours) = Math.DivRem(place.Variant, StayHours * StayHours);
        var (arrival, departure) = Math.DivRem(hours, StayHours);
        var date = Date(place);
        return Between(
            date.At(new LocalTime(FirstArrival + arrival, 0)),
            date.PlusDays(nights + 1).At(new LocalTime(FirstDeparture + departure, 0)),
            rules
        );
    }

    private static OfflineWindow? Cycle(OfflinePlace place, OfflineRules rules)
    {
        var (pattern, hours) = Math.DivRem(place.Variant, HoursInDay * LongestHours);
        var (start, length) = Math.DivRem(hours, LongestHours);
        var end = start + length + 1;
        if (end > HoursInDay || Between(Month(place), Month(place).PlusMonths(1), rules) is not { } month)
        {
            return null;
        }

        var days = (OfflineKind.Weekend + pattern).Days();
        return WeeklyHours.Create(rules.Zone, [new LocalWindow(days, start * 60, end * 60)]) is { Error: null, Value: var weekly }
            ? month with
            {
                Hours = weekly,
            }
            : null;
    }

    internal static int DayOf(LocalDate date) => Period.DaysBetween(FirstDate, date);

    internal static int MonthOf(LocalDate date) => ((date.Year - FirstDate.Year) * 12) + date.Month - FirstDate.Month;

    private static LocalDate Date(OfflinePlace place) => FirstDate.PlusDays(place.Start);

    private static LocalDate Month(OfflinePlace place) => FirstDate.PlusMonths(place.Start);

    private static OfflineWindow? Between(LocalDate start, LocalDate end, OfflineRules rules) => Between(start.AtMidnight(), end.AtMidnight(), rules);

    private static OfflineWindow? Between(LocalDateTime start, LocalDateTime end, OfflineRules rules) =>
        LocalTimes.In(rules.Zone)?.Between(start, end) is { } window ? new OfflineWindow(window, null) : null;
}
