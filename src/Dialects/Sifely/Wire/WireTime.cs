using NodaTime;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Instants of this wire: milliseconds since 1970, UTC; 0 for "no bound" (1.4).</summary>
internal static class WireTime
{
    /// <summary>The end of the year 9999.</summary>
    public const long Latest = 253_402_300_799_999;

    public static long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    /// <summary>Milliseconds that a zone's standard time is ahead of UTC now; 0 for a zone that is not known.</summary>
    public static int StandardOffset(string zone, DateTimeOffset now) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)?.GetZoneInterval(Instant.FromDateTimeOffset(now)).StandardOffset.Milliseconds ?? 0;

    public static long OrZero(DateTimeOffset? bound) => bound?.ToUnixTimeMilliseconds() ?? 0;
}
