using NodaTime;

namespace Latchwork.Domain.Grants;

/// <summary>What the clocks of a place show, for people to read.</summary>
public static class WallTime
{
    /// <summary>The same instant with the zone's offset; in UTC where there is no such zone.</summary>
    public static DateTimeOffset At(string zone, DateTimeOffset instant) =>
        ZoneDatabase.TryFind(zone, out var found)
            ? instant.ToOffset(found.GetUtcOffset(Instant.FromDateTimeOffset(instant)).ToTimeSpan())
            : instant.ToUniversalTime();

    /// <summary>When clocks of the zone show this: no instant where they are put forward over it, two where they are put back to it, the earlier first.</summary>
    public static IReadOnlyList<DateTimeOffset> InstantsOf(string zone, DateTime shown)
    {
        if (!ZoneDatabase.TryFind(zone, out var found))
        {
            return [new DateTimeOffset(shown, TimeSpan.Zero)];
        }

        var mapped = found.MapLocal(LocalDateTime.FromDateTime(shown));
        return mapped.Count switch
        {
            0 => [],
            1 => [mapped.Single().ToDateTimeOffset().ToUniversalTime()],
            _ => [mapped.First().ToDateTimeOffset().ToUniversalTime(), mapped.Last().ToDateTimeOffset().ToUniversalTime()],
        };
    }

    /// <summary>When a day begins: at midnight, or as soon as clocks show that day.</summary>
    public static DateTimeOffset StartOf(string zone, DateOnly day) =>
        ZoneDatabase.TryFind(zone, out var found)
            ? found.AtStartOfDay(new LocalDate(day.Year, day.Month, day.Day)).ToDateTimeOffset().ToUniversalTime()
            : new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
}
