namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>Instants and windows as this wire writes them: whole seconds since 1970, never a text (3).</summary>
internal static class WireTimes
{
    public static long? Seconds(DateTimeOffset? instant) => instant?.ToUnixTimeSeconds();
}
