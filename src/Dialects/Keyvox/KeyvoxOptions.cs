using System.ComponentModel.DataAnnotations;

namespace Latchwork.Dialects.Keyvox;

/// <summary>Settings of this dialect (section <c>Keyvox</c>).</summary>
internal sealed class KeyvoxOptions
{
    public const string Section = "Keyvox";

    /// <summary>By how many seconds the date of a request may differ from this server's clock (2.3); 300 is the most.</summary>
    [Range(5, 300)]
    public int ClockSkewSeconds { get; set; } = 300;

    /// <summary>Calls of one key in a minute, on all nodes together (4); 0 for no limit. What is set for a key goes before.</summary>
    [Range(0, 1_000_000)]
    public int RateLimitPerMinute { get; set; } = 300;

    /// <summary>Calls of all keys of one organisation in a minute; 0 for no limit.</summary>
    [Range(0, 10_000_000)]
    public int RateLimitPerMinuteAndOrganisation { get; set; }

    /// <summary>Refused signatures from one address in a minute (4).</summary>
    [Range(1, 1_000_000)]
    public int RefusalsPerMinute { get; set; } = 60;

    /// <summary>How long a call waits for the door (6.9). Clients stop after 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:09", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(9);

    /// <summary>A new code is answered with six asterisks until a lock has it, as the vendor does for most models (5.2).</summary>
    public bool MaskUntilDelivered { get; set; }

    /// <summary>What a proxy in front takes off the path, such as <c>/access</c>: clients have signed it (HM-3).</summary>
    [RegularExpression("(/[^\\s?#]*[^\\s?#/])?")]
    public string PublicPrefix { get; set; } = "";

    public TimeSpan ClockSkew => TimeSpan.FromSeconds(ClockSkewSeconds);
}
