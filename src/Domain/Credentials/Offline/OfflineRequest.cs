using NodaTime;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>
/// A wish for an offline code. Starts and ends are floored to the full hour (21). <see cref="Places"/> finds the windows of the layout that are
/// exactly what is wished: a window is never widened and never cut.
/// </summary>
/// <param name="EndsAt">For periods and cyclic kinds; ignored for the others.</param>
public sealed partial record OfflineRequest(OfflineKind Kind, DateTimeOffset StartsAt, DateTimeOffset? EndsAt)
{
    /// <summary>The instant's full hour.</summary>
    public static DateTimeOffset FloorToHour(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <returns>
    /// One or several, the first to be used up first. <see cref="AccessErrorCode.Unsupported"/>: no code can say it within the bound of KR-4;
    /// <see cref="AccessErrorCode.Invalid"/>: it would end before it starts, or has ended.
    /// </returns>
    public Outcome<IReadOnlyList<OfflinePlace>> Places(OfflineRules rules, DateTimeOffset now) =>
        LocalTimes.In(rules.Zone) is not { } local ? AccessError.Invalid("There is no such time zone.")
        : Kind.IsCyclic() ? Cyclic(local, now)
        : Kind switch
        {
            OfflineKind.Erase => One(new OfflinePlace(OfflineShelf.Erase, 0, 0)),
            OfflineKind.Permanent => Permanent(rules, now),
            OfflineKind.OneTime => OneTime(rules, now),
            _ => Period(local, now),
        };

    private Outcome<IReadOnlyList<OfflinePlace>> Permanent(OfflineRules rules, DateTimeOffset now) =>
        FloorToHour(StartsAt) > now ? Unsupported("A permanent offline code starts at once: it carries no start.")
        : rules.HasFirstUseLimits ? Unsupported("A permanent offline code carries no start, so the lock cannot limit its first use.")
        : One(new OfflinePlace(OfflineShelf.Permanent, 0, 0));

    private Outcome<IReadOnlyList<OfflinePlace>> OneTime(OfflineRules rules, DateTimeOffset now) =>
        FloorToHour(StartsAt) + rules.OneTimeLasts <= now ? HasEnded : InRange([new OfflinePlace(OfflineShelf.OneTime, HourOf(StartsAt), 0)]);

    private Outcome<IReadOnlyList<OfflinePlace>> Period(LocalTimes local, DateTimeOffset now)
    {
        if (EndsAt is not { } end || FloorToHour(end) <= FloorToHour(StartsAt) || FloorToHour(end) <= now)
        {
            return HasEnded;
        }

        OfflinePlace[] byHours = [.. ByHours(FloorToHour(end))];
        OfflinePlace[] byDates = [.. ByDates(local.At(StartsAt), local.At(end))];
        // Where the zone's hours are not full ones, a local time told exactly is nearer to the wish than a floored instant.
        return InRange(local.HasWholeHoursAt(StartsAt) ? [.. byHours, .. byDates] : [.. byDates, .. byHours]);
    }

    private IEnumerable<OfflinePlace> ByHours(DateTimeOffset end)
    {
        var hours = HourOf(end) - HourOf(StartsAt);
        if (hours <= OfflineWindow.HoursInDay)
        {
            yield return new OfflinePlace(OfflineShelf.Hours, HourOf(StartsAt), hours - 1);
        }

        for (var i = 0; i < OfflineWindow.DayLengths.Length; i++)
        {
            if (hours == OfflineWindow.DayLengths[i] * OfflineWindow.HoursInDay)
            {
                yield return new OfflinePlace(OfflineShelf.Days, HourOf(StartsAt), i);
            }
        }
    }

    private static IEnumerable<OfflinePlace> ByDates(LocalDateTime start, LocalDateTime end)
    {
        var date = OfflineWindow.DayOf(start.Date);
        var days = OfflineWindow.DayOf(end.Date) - date;
        var (arrival, departure) = (start.Hour - OfflineWindow.FirstArrival, end.Hour - OfflineWindow.FirstDeparture);
        if (days is >= 1 and <= 7 && arrival is >= 0 and < OfflineWindow.StayHours && departure is >= 0 and < OfflineWindow.StayHours)
        {
            yield return new OfflinePlace(
                OfflineShelf.Stays,
                date,
                ((((days - 1) * OfflineWindow.StayHours) + arrival) * OfflineWindow.StayHours) + departure
            );
        }

        if (start.Hour != 0 || end.Hour != 0)
        {
            yield break;
        }

        if (days is >= OfflineWindow.ShortestDates and <= 31)
        {
            yield return new OfflinePlace(OfflineShelf.Dates, date, days - OfflineWindow.ShortestDates);
        }

        var months = OfflineWindow.MonthOf(end.Date) - OfflineWindow.MonthOf(start.Date);
        if (start.Day == 1 && end.Day == 1 && months is >= 1 and <= 12)
        {
            yield return new OfflinePlace(OfflineShelf.Months, OfflineWindow.MonthOf(start.Date), months - 1);
        }
    }

    private static int HourOf(DateTimeOffset instant) => (int)((FloorToHour(instant) - OfflineWindow.FirstHour).Ticks / TimeSpan.TicksPerHour);

    private static Outcome<IReadOnlyList<OfflinePlace>> One(OfflinePlace place) => (OfflinePlace[])[place];

    /// <summary>Those that the numbering reaches.</summary>
    private static Outcome<IReadOnlyList<OfflinePlace>> InRange(IReadOnlyList<OfflinePlace> places)
    {
        OfflinePlace[] told = [.. places.Where(place => place.Start >= 0 && place.Start < OfflineLayout.SizeOf(place.Shelf).Starts)];
        return told.Length > 0 ? told : Unsupported("No offline code can say exactly this window.");
    }

    private static AccessError Unsupported(string detail) => new(AccessErrorCode.Unsupported, detail, Noun.Passcode);

    private static AccessError HasEnded => AccessError.Invalid("The passcode would end before it starts, or has ended.", Noun.Passcode);
}
