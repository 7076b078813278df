using Latchwork.Domain.Grants;
using NodaTime;
using NodaTime.TimeZones;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>Wall times of one zone as instants (AZ-6): inside a gap, the gap's end; in a doubled hour a start is the earlier and an end the later.</summary>
internal sealed class LocalTimes(DateTimeZone zone)
{
    private static readonly ZoneLocalMappingResolver Earlier = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private static readonly ZoneLocalMappingResolver Later = Resolvers.CreateMappingResolver(
        Resolvers.ReturnLater,
        Resolvers.ReturnStartOfIntervalAfter
    );

    public static LocalTimes? In(string zone) => ZoneDatabase.TryFind(zone, out var found) ? new LocalTimes(found) : null;

    public LocalDateTime At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime;

    public bool HasWholeHoursAt(DateTimeOffset instant) => zone.GetUtcOffset(Instant.FromDateTimeOffset(instant)).Ticks % TimeSpan.TicksPerHour == 0;

    public TimeWindow Between(LocalDateTime start, LocalDateTime end) =>
        new(start.InZone(zone, Earlier).ToInstant().ToDateTimeOffset(), end.InZone(zone, Later).ToInstant().ToDateTimeOffset());
}
