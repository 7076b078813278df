using System.Globalization;

namespace Latchwork.Bench.Campaigns;

internal static class Durations
{
    /// <summary>A number with s, m or h; null for none.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var number = double.Parse(text.AsSpan(..^1), CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw new FormatException("A duration is a number and s, m or h."),
        };
    }
}
