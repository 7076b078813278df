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
}
