using System.Globalization;

namespace Latchwork.Dialects.Keyvox.Wire;

/// <summary>Instants of this wire: seconds since 1970 (3.2).</summary>
internal static class WireTime
{
    /// <summary>As text; null for none.</summary>
    public static string? Of(DateTimeOffset? at) => at?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
