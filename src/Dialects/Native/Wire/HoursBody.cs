using System.Globalization;
using System.Text.RegularExpressions;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>Hours that come back every week.</summary>
/// <param name="TimeZone">IANA; absent: that of the lock's site.</param>
/// <param name="ExceptOn">Days on which none of them begins, such as 2026-12-25.</param>
internal sealed record HoursBody(IReadOnlyList<HoursWindowBody> Windows, string? TimeZone = null, IReadOnlyList<DateOnly>? ExceptOn = null)
{
    public static HoursBody Of(WeeklyHours hours) =>
        new([.. hours.Windows.Select(HoursWindowBody.Of)], hours.Zone, hours.Exceptions is { Count: > 0 } days ? days : null);

    /// <summary>What <see cref="Fault"/> has let through.</summary>
    public WantedWeeklyHours Read() => new(TimeZone, [.. Windows.Select(window => window.Read() ?? default)], ExceptOn ?? []);

    /// <summary>What is wrong with the form of it; null where nothing is.</summary>
    public string? Fault() =>
        Windows.Any(window => window.Read() is null)
            ? "Each of 'windows' has 'days' of the week, and times such as 08:00 'from' and 'until', which may be 24:00."
            : null;
}

/// <summary>A stretch of the day on some days of the week. One that is not over by midnight, or whose end is not after its start, ends on the next day.</summary>
/// <param name="Days">On which it begins: <c>monday</c> to <c>sunday</c>.</param>
/// <param name="From">Such as <c>08:00</c>; it is in it.</param>
/// <param name="Until">It is not in it; 24:00 is the end of the day.</param>
internal sealed partial record HoursWindowBody(IReadOnlyList<string> Days, string From, string Until)
{
    public static HoursWindowBody Of(LocalWindow window) =>
        new([.. Singles.Where(day => window.Days.HasFlag(day)).Select(NativeJson.Word)], Text(window.StartMinute), Text(window.EndMinute));

    /// <summary>Null where it is none.</summary>
    public LocalWindow? Read()
    {
        var days = WeekDays.None;
        foreach (var word in Days)
        {
            if (!Array.Exists(Singles, day => NativeJson.Word(day) == word))
            {
                return null;
            }

            days |= Array.Find(Singles, day => NativeJson.Word(day) == word);
        }

        return days != WeekDays.None && Minute(From) is { } from && Minute(Until) is { } until ? new LocalWindow(days, from, until) : null;
    }

    private static readonly WeekDays[] Singles =
    [
        WeekDays.Monday,
        WeekDays.Tuesday,
        WeekDays.Wednesday,
        WeekDays.Thursday,
        WeekDays.Friday,
        WeekDays.Saturday,
        WeekDays.Sunday,
    ];

    private static int? Minute(string text) =>
        Time().Match(text) is { Success: true } match
        && (int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture)
            is <= LocalWindow.MinutesInDay
                and var minute
            ? minute
            : null;

    private static string Text(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    [GeneratedRegex("^(?<h>[0-2][0-9]):(?<m>[0-5][0-9])$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Time();
}
