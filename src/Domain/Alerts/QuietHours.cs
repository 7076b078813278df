using System.Runtime.InteropServices;
using Latchwork.Domain.Grants;
using NodaTime;

namespace Latchwork.Domain.Alerts;

/// <summary>Hours of each day in which a person is not told, by the clocks of the place where it happened: from the one included to the other excluded, over midnight too.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuietHours(TimeOnly From, TimeOnly Until)
{
    /// <returns>When they are over that this instant is in; null where it is in none.</returns>
    public DateTimeOffset? EndAfter(DateTimeOffset at, string zone)
    {
        var local = ZoneDatabase.LocalAt(zone, at);
        var time = TimeOnly.FromDateTime(local);
        // IsBetween goes over midnight where the end is before the beginning, and is never true where they are the same.
        if (!time.IsBetween(From, Until))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local);
        var end = (time < Until ? day : day.AddDays(1)).ToDateTime(Until);
        return At(end, zone);
    }

    /// <summary>A time that a turn of the clocks leaves out is the one after it; one that comes twice is its first.</summary>
    private static DateTimeOffset At(DateTime local, string zone) =>
        ZoneDatabase.TryFind(zone, out var found)
            ? LocalDateTime.FromDateTime(local).InZoneLeniently(found).ToDateTimeOffset().ToUniversalTime()
            : new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Utc));
}
