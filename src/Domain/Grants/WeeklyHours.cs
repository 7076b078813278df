using NodaTime;

namespace Latchwork.Domain.Grants;

/// <summary>
/// Hours that come back every week, as wall time in one zone, half-open (AZ-6). A time inside a spring gap is the gap's end; of a doubled autumn hour a
/// start is the earlier and an end the later instant. Several windows are one union. Immutable, and equal where the canonical text is.
/// </summary>
/// <remarks>Meant for instants of the years 1900 to 9900.</remarks>
public sealed partial class WeeklyHours : IEquatable<WeeklyHours>
{
    public const int MaxWindows = 28;

    /// <summary>More than a year of single days.</summary>
    public const int MaxExceptions = 400;

    private readonly DateTimeZone zone;
    private readonly LocalWindow[] windows;
    private readonly int[] exceptions;
    private readonly string text;

    private WeeklyHours(DateTimeZone zone, LocalWindow[] windows, int[] exceptions)
    {
        (this.zone, this.windows, this.exceptions) = (zone, windows, exceptions);
        text = Format(zone.Id, windows, exceptions);
    }

    /// <summary>IANA name, as it was given.</summary>
    public string Zone => zone.Id;

    public IReadOnlyList<LocalWindow> Windows => windows;

    /// <summary>Local dates on which no window begins. What began the evening before still runs to its end.</summary>
    public IReadOnlyList<DateOnly> Exceptions => Array.ConvertAll(exceptions, DateOnly.FromDayNumber);

    /// <summary>Refuses an unknown zone, no window at all, minutes or days out of range, and too much of anything.</summary>
    public static Outcome<WeeklyHours> Create(string zone, IEnumerable<LocalWindow> windows, IEnumerable<DateOnly>? exceptions = null)
    {
        if (!ZoneDatabase.TryFind(zone, out var found))
        {
            return AccessError.Invalid("There is no such time zone.");
        }

        LocalWindow[] given = [.. windows.Take(MaxWindows + 1)];
        int[] without = [.. (exceptions ?? []).Select(date => date.DayNumber).Distinct().Order().Take(MaxExceptions + 1)];
        if (given.Length is 0 or > MaxWindows || without.Length > MaxExceptions)
        {
            return AccessError.Invalid($"Hours have 1 to {MaxWindows} windows and at most {MaxExceptions} exceptions.");
        }

        foreach (var window in given)
        {
            if (window.Refuse() is { } refusal)
            {
                return refusal;
            }
        }

        return new WeeklyHours(found, Canonical(given), without);
    }

    /// <summary>Whether the instant is in one of the windows. Allocates nothing and maps no local time: it runs in every unlock.</summary>
    public bool Contains(DateTimeOffset instant)
    {
        var wall = WallClock.At(zone, instant);
        for (var day = wall.ComingDay - 1; day <= wall.ReachedDay; day++)
        {
            if (HoldsOn(day, wall))
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsOn(int day, WallClock wall)
    {
        var midnight = day * TimeSpan.TicksPerDay;
        foreach (var window in windows)
        {
            if (
                window.BeginsOn(day)
                && midnight + (window.StartMinute * TimeSpan.TicksPerMinute) <= wall.Reached
                && wall.Coming < midnight + (window.EndFromFirstDay * TimeSpan.TicksPerMinute)
            )
            {
                return !IsException(day);
            }
        }

        return false;
    }

    private bool IsException(int day) => exceptions.Length > 0 && Array.BinarySearch(exceptions, day) >= 0;

    public bool Equals(WeeklyHours? other) => other is not null && text == other.text;

    public override bool Equals(object? obj) => Equals(obj as WeeklyHours);

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);
}
