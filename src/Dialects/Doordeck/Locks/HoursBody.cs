using System.Globalization;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Doordeck.Locks;

/// <summary>One stretch of wall time on some days (9.1).</summary>
/// <param name="Start"><c>HH:mm</c>.</param>
/// <param name="End">Likewise; midnight at the end of a day is <c>00:00</c>, since a client knows no 24:00.</param>
/// <param name="Timezone">IANA.</param>
/// <param name="Days"><c>MONDAY</c> to <c>SUNDAY</c>.</param>
internal sealed record HoursBody(string Start, string End, string Timezone, IReadOnlyList<string> Days)
{
    /// <summary>One for each stretch.</summary>
    public static IEnumerable<HoursBody> Of(WeeklyHours hours) =>
        hours.Windows.Select(window => new HoursBody(
            WireHours.Text(window.StartMinute),
            WireHours.Text(window.EndMinute),
            hours.Zone,
            WireHours.Words(window.Days)
        ));

    public Outcome<WeeklyHours> Read() =>
        WireHours.MinuteOf(Start) is { } start && WireHours.MinuteOf(End) is { } end && WireHours.DaysOf(Days) is { } days
            ? WeeklyHours.Create(Timezone, [new LocalWindow(days, start, end)])
            : AccessError.Invalid("Hours have a start and an end as HH:mm, and days from MONDAY to SUNDAY.");
}

/// <summary>Hours in which a door stays open.</summary>
/// <param name="Exceptions">Dates on which it does not; never null (9.1).</param>
internal sealed record OpenHoursBody(string Start, string End, string Timezone, IReadOnlyList<string> Days, IReadOnlyList<string> Exceptions)
{
    /// <summary>The wire holds one stretch: of hours with several, set over another wire, the first is shown.</summary>
    public static OpenHoursBody Of(OpenSchedule schedule)
    {
        var first = HoursBody.Of(schedule.Hours).First();
        var exceptions = schedule.Hours.Exceptions.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return new(first.Start, first.End, first.Timezone, first.Days, [.. exceptions]);
    }
}
