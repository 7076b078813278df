using System.Globalization;

namespace Latchwork.Dialects.Native.Events;

/// <summary>Places in the list as this wire writes them: 15 digits at most, which tell nothing of how many events there are.</summary>
internal static class EventIds
{
    /// <summary>Before the oldest event.</summary>
    public const string Beginning = "0";

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null for a text that is none.</summary>
    public static long? Number(string text) =>
        text.Length <= 15 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
