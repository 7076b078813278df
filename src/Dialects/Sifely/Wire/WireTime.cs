namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Instants of this wire: milliseconds since 1970, UTC; 0 for "no bound" (1.4).</summary>
internal static class WireTime
{
    /// <summary>The end of the year 9999.</summary>
    public const long Latest = 253_402_300_799_999;

    public static long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static long OrZero(DateTimeOffset? bound) => bound?.ToUnixTimeMilliseconds() ?? 0;
}
