using System.ComponentModel.DataAnnotations;

namespace Latchwork.Dialects.Sifely;

/// <summary>Settings of this dialect (section <c>Sifely</c>).</summary>
internal sealed class SifelyOptions
{
    public const string Section = "Sifely";

    /// <summary>Of one account, all its keys and tokens together; motions and other calls are counted apart. Null: no limit. The vendor's is 30.</summary>
    [Range(1, 100_000)]
    public int? CallsPerMinute { get; set; }

    /// <summary>Of all accounts at home in one tenant.</summary>
    [Range(1, 1_000_000)]
    public int? CallsPerMinuteAndTenant { get; set; }

    /// <summary>Of everybody.</summary>
    [Range(1, 10_000_000)]
    public int? CallsPerMinuteInAll { get; set; }

    /// <summary>How long a call waits for the door. Some clients stop after 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:14", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>The plan of accounts for which an operator has set none.</summary>
    [StringLength(40, MinimumLength = 1)]
    public string Plan { get; set; } = "CUSTOM";

    /// <summary>Plans by their names; a plan that is not here has no limits. The first three are the vendor's.</summary>
    public IDictionary<string, SifelyPlanOptions> Plans { get; } =
        new Dictionary<string, SifelyPlanOptions>(StringComparer.Ordinal)
        {
            ["DEVELOPER"] = new() { Devices = 5, CallsPerMonth = 10_000 },
            ["STARTER"] = new()
            {
                Devices = 50,
                CallsPerMonth = 500_000,
                IsElastic = true,
            },
            ["PRO"] = new()
            {
                Devices = 100,
                CallsPerMonth = 1_000_000,
                IsElastic = true,
            },
        };

    /// <summary>Web pages of these origins may call, such as <c>https://desk.example.com</c>.</summary>
    public ISet<string> Origins { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>An absent parameter is answered with 400 instead of the vendor's 500, which makes some clients repeat the call.</summary>
    public bool AbsentParameterAs400 { get; set; }

    /// <summary>Too many calls are answered with 200 and the code in the body, as the vendor's older service did.</summary>
    public bool RateLimitAs200 { get; set; }

    /// <summary>Applications may register accounts over the wire. Off: an operator makes them.</summary>
    public bool SelfRegistration { get; set; }

    /// <summary>Whether calls of TTLock clients need a <c>date</c> within five minutes of this server's clock.</summary>
    public bool TTLockChecksDate { get; set; } = true;
}
