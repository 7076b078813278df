using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Latchwork.Domain.Grants;

/// <summary>
/// The time zone database that all local times are read with: NodaTime's own, never the machine's. Stored are wall times and zone names only, so a
/// newer database changes every future expansion by itself; what was expanded into timers or into devices is expanded again at start when
/// <see cref="Version"/> differs from the one it was made with (AZ-6).
/// </summary>
public static class ZoneDatabase
{
    /// <summary>Such as "2026f"; logged at start (AZ-6).</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.TzdbVersion;

    public static bool Knows(string zone) => TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(zone);

    /// <summary>What the clocks of the zone show at an instant; of a name that is no zone, UTC.</summary>
    public static DateTime LocalAt(string zone, DateTimeOffset at) =>
        TryFind(zone, out var found) ? Instant.FromDateTimeOffset(at).InZone(found).ToDateTimeUnspecified() : at.UtcDateTime;

    // The provider alone would also take offsets such as "UTC+05:30", which are no IANA names.
    internal static bool TryFind(string zone, [NotNullWhen(true)] out DateTimeZone? found)
    {
        found = Knows(zone) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null;
        return found is not null;
    }
}
