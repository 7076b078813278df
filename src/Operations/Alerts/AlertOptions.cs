using System.ComponentModel.DataAnnotations;

namespace Latchwork.Operations.Alerts;

/// <summary>Settings of alerts (section <c>Alerts</c>).</summary>
public sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>How many messages an hour one subscription sends, unless it says otherwise; what is more comes in one when the hour is over.</summary>
    [Range(1, 60)]
    public int MostAnHour { get; set; } = 6;

    /// <summary>A link or device that is back within this time is not told.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan FlapsWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many subscriptions one person has in one tenant.</summary>
    [Range(1, 1000)]
    public int MostAPerson { get; set; } = 20;
}
