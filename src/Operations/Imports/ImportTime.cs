using System.Globalization;
using Latchwork.Domain.Grants;

namespace Latchwork.Operations.Imports;

/// <summary>A day, or a time of it, as clocks at a door show it.</summary>
internal sealed record ImportTime(DateOnly Day, TimeOnly? Time)
{
    private static readonly string[] Forms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd H:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Null where it is none.</summary>
    public static ImportTime? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && IsIn(day)
            ? new ImportTime(day, null)
        : DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && IsIn(DateOnly.FromDateTime(at))
            ? new ImportTime(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at))
        : null;

    /// <summary>Of a start: of a doubled hour the earlier, and a day from its beginning. Null where clocks never show it.</summary>
    public DateTimeOffset? StartIn(string zone) =>
        Time is { } time ? First(WallTime.InstantsOf(zone, Day.ToDateTime(time))) : WallTime.StartOf(zone, Day);

    /// <summary>Of an end: of a doubled hour the later, and a day to its end. Null where clocks never show it.</summary>
    public DateTimeOffset? EndIn(string zone) =>
        Time is { } time ? Last(WallTime.InstantsOf(zone, Day.ToDateTime(time))) : WallTime.StartOf(zone, Day.AddDays(1));

    private static bool IsIn(DateOnly day) => day.Year is >= 1970 and <= 9000;

    private static DateTimeOffset? First(IReadOnlyList<DateTimeOffset> instants) => instants.Count == 0 ? null : instants[0];

    private static DateTimeOffset? Last(IReadOnlyList<DateTimeOffset> instants) => instants.Count == 0 ? null : instants[^1];
}
