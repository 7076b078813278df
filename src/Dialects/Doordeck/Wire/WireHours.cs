using System.Globalization;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>Times of a day and days of the week (3).</summary>
internal static class WireHours
{
    private static readonly string[] Names = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

    /// <summary><c>HH:mm</c>; the midnight at the end of a day as <c>00:00</c>, since a client knows no 24:00.</summary>
    public static string Text(int minute)
    {
        var ofDay = minute % LocalWindow.MinutesInDay;
        return string.Create(CultureInfo.InvariantCulture, $"{ofDay / 60:00}:{ofDay % 60:00}");
    }

    /// <summary>Of <c>HH:mm</c>; some clients write the seconds too, as nought. Null for what is no time in whole minutes.</summary>
    public static int? MinuteOf(string? text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Second == 0
            ? (time.Hour * 60) + time.Minute
            : null;

    public static IReadOnlyList<string> Words(WeekDays days) => [.. Names.Where((_, day) => days.HasFlag((WeekDays)(1 << day)))];

    /// <summary>Null where there is none, or another word among them.</summary>
    public static WeekDays? DaysOf(IEnumerable<string?> words)
    {
        var days = WeekDays.None;
        foreach (var word in words)
        {
            var day = Array.IndexOf(Names, word);
            if (day < 0)
            {
                return null;
            }

            days |= (WeekDays)(1 << day);
        }

        return days == WeekDays.None ? null : days;
    }
}
