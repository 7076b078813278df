using System.ComponentModel.DataAnnotations;

namespace Latchwork.Dialects.Doordeck;

/// <summary>Settings of this dialect (section <c>Doordeck</c>). Limits are of all nodes together; null is no limit.</summary>
internal sealed class DoordeckOptions
{
    public const string Section = "Doordeck";

    /// <summary>People make accounts by themselves; otherwise <c>/auth/register</c> answers 403.</summary>
    public bool SelfRegistration { get; set; }

    /// <summary>Log-ins from one address, and of one e-mail address.</summary>
    [Range(1, 1_000_000)]
    public int? LogInsPerMinute { get; set; } = 10;

    /// <summary>Look-ups of people by one caller.</summary>
    [Range(1, 1_000_000)]
    public int? LookUpsPerMinute { get; set; } = 120;

    /// <summary>Signed operations of one caller.</summary>
    [Range(1, 1_000_000)]
    public int? ExecutesPerMinute { get; set; } = 600;

    /// <summary>Tokens that one caller renews, and keys that they have certified: each of these calls may leave rows behind.</summary>
    [Range(1, 1_000_000)]
    public int? RenewalsPerMinute { get; set; } = 60;

    /// <summary>Other calls of one caller.</summary>
    [Range(1, 1_000_000)]
    public int? CallsPerMinute { get; set; } = 1200;

    /// <summary>How long <c>execute</c> waits for the door: the clients stop at 10 seconds (8.6).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(9);
}
