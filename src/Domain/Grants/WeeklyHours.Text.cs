using System.Globalization;
using System.Text;

namespace Latchwork.Domain.Grants;

public sealed partial class WeeklyHours
{
    /// <summary>
    /// The one text of these hours, as a column keeps it: zone, windows, exceptions, parted by single spaces. A window is the days it begins on (1 Monday to
    /// 7 Sunday), <c>@</c>, start, <c>-</c>, end, where midnight at the end is 24:00; an exception is <c>!</c> and the date.
    /// <code>Europe/London 12345@08:00-18:00 67@22:00-02:00 !2026-12-25</code>
    /// Windows are ordered by start, then end; those of the same times are one; dates ascend.
    /// </summary>
    public override string ToString() => text;

    /// <summary>Reads <see cref="ToString"/> back. Anything but the canonical text is refused, so equal hours are equal columns.</summary>
    public static Outcome<WeeklyHours> Parse(string text)
    {
        var parts = text.Split(' ');
        var given = new List<LocalWindow>();
        var without = new List<DateOnly>();
        foreach (var part in parts.Skip(1))
        {
            if (
                part.StartsWith('!')
                && DateOnly.TryParseExact(part.AsSpan(1), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            )
            {
                without.Add(date);
            }
            else if (TryParseWindow(part, out var window))
            {
                given.Add(window);
            }
            else
            {
                return NotCanonical;
            }
        }

        return Create(parts[0], given, without).IsRefused(out var error, out var hours) ? error
            : hours.text == text ? hours
            : NotCanonical;
    }

    private static AccessError NotCanonical => AccessError.Invalid("These are no hours in their canonical form.");

    // What remains of the form (order of days, leading zeros) is settled by comparing with the canonical text.
    private static bool TryParseWindow(string part, out LocalWindow window)
    {
        window = default;
        var at = part.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 7 || part.Length != at + 12 || part[at + 6] != '-' || !TryParseDays(part.AsSpan(0, at), out var days))
        {
            return false;
        }

        var isRead = TryParseTime(part.AsSpan(at + 1, 5), out var start) & TryParseTime(part.AsSpan(at + 7, 5), out var end);
        window = new LocalWindow(days, start, end);
        return isRead;
    }

    private static bool TryParseDays(ReadOnlySpan<char> digits, out WeekDays days)
    {
        days = WeekDays.None;
        foreach (var digit in digits)
        {
            if (digit is < '1' or > '7')
            {
                return false;
            }

            days |= (WeekDays)(1 << (digit - '1'));
        }

        return true;
    }

    private static bool TryParseTime(ReadOnlySpan<char> time, out int minute)
    {
        minute = 0;
        var isRead =
            time[2] == ':'
            && int.TryParse(time[..2], NumberStyles.None, CultureInfo.InvariantCulture, out minute)
            && int.TryParse(time[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var past)
            && (minute = (minute * 60) + past) >= 0;
        return isRead;
    }

    private static LocalWindow[] Canonical(IEnumerable<LocalWindow> given) =>
        [
            .. given
                .Select(window => window.EndMinute == 0 ? window with { EndMinute = LocalWindow.MinutesInDay } : window)
                .GroupBy(window => (window.StartMinute, window.EndMinute), window => window.Days)
                .OrderBy(times => times.Key)
                .Select(times => new LocalWindow(times.Aggregate((all, days) => all | days), times.Key.StartMinute, times.Key.EndMinute)),
        ];

    private static string Format(string name, LocalWindow[] given, int[] without)
    {
        var line = new StringBuilder(name);
        foreach (var window in given)
        {
            line.Append(' ');
            for (var day = 0; day < 7; day++)
            {
                line.Append(window.BeginsOn(day) ? $"{day + 1}" : "");
            }

            line.Append(CultureInfo.InvariantCulture, $"@{Time(window.StartMinute)}-{Time(window.EndMinute)}");
        }

        foreach (var day in without)
        {
            line.Append(CultureInfo.InvariantCulture, $" !{DateOnly.FromDayNumber(day):yyyy-MM-dd}");
        }

        return line.ToString();
    }

    private static string Time(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}
