using System.Text.Json;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Passage mode as clients send it: times in minutes, days and windows as JSON inside a parameter, with blanks in it from some (22).</summary>
internal static class PassageModeParameters
{
    private const int MostWindows = 5;
    private const int On = 1;
    private const int Off = 2;

    /// <summary>Null for off.</summary>
    public static WantedHours? OldPassageMode(this SifelyParameters given) =>
        given.PassageMode(() =>
        {
            var days = given.Json("weekDays") is { } text ? Days(text) : WeekDays.All;
            var isAllDay = given.Whole("isAllDay") == On;
            var window = isAllDay ? AllDay(days) : Window(days, given.RequiredWhole("startDate"), given.RequiredWhole("endDate"));
            return window is { } one ? [one] : null;
        });

    /// <summary>Null for off.</summary>
    public static WantedHours? NewPassageMode(this SifelyParameters given) =>
        given.PassageMode(() =>
        {
            if (given.Json("cyclicConfig") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MostWindows)
            {
                return null;
            }

            var windows = list.EnumerateArray().Select(WindowOf).ToList();
            return windows.TrueForAll(window => window is not null) ? windows.ConvertAll(window => window!.Value) : null;
        });

    private static WantedHours? PassageMode(this SifelyParameters given, Func<IReadOnlyList<LocalWindow>?> windows)
    {
        var mode = given.RequiredWhole("passageMode", JavaType.Integer);
        if (mode == Off)
        {
            return null;
        }

        if (mode == On && windows() is { } wanted)
        {
            return new WantedHours(wanted, given.Whole("autoUnlock") == On);
        }

        given.Refuse(
            SifelyError.Invalid("'passageMode' is 1 or 2; with 1 it needs days from 1 to 7 and minutes from 0 to 1440, in at most five windows.")
        );
        return null;
    }

    private static LocalWindow? WindowOf(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("weekDays", out var list))
        {
            return null;
        }

        var days = Days(list);
        return one.WholeOf("isAllDay") == On ? AllDay(days)
            : one.WholeOf("startTime") is { } start && one.WholeOf("endTime") is { } end ? Window(days, start, end)
            : null;
    }

    private static LocalWindow? AllDay(WeekDays days) => Window(days, 0, LocalWindow.MinutesInDay);

    private static LocalWindow? Window(WeekDays days, long start, long end) =>
        days != WeekDays.None && start is >= 0 and < LocalWindow.MinutesInDay && end is >= 0 and <= LocalWindow.MinutesInDay
            ? new LocalWindow(days, (int)start, (int)end)
            : null;

    /// <summary>None for anything but a list of days.</summary>
    private static WeekDays Days(JsonElement list)
    {
        var days = WeekDays.None;
        if (list.ValueKind != JsonValueKind.Array)
        {
            return days;
        }

        foreach (var day in list.EnumerateArray())
        {
            if (day.Whole() is not (>= 1 and <= 7 and var number))
            {
                return WeekDays.None;
            }

            days |= (WeekDays)(1 << (number - 1));
        }

        return days;
    }
}
