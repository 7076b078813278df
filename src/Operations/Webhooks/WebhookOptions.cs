using System.ComponentModel.DataAnnotations;
using Latchwork.Domain.Grants;

namespace Latchwork.Operations.Webhooks;

/// <summary>Settings of webhooks (section <c>Webhooks</c>). What opens the network is set here alone, never over an API (WH-3).</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>The one port of public targets unless <see cref="Ports"/> names more.</summary>
    public const int UsualPort = 443;

    /// <summary>Ranges such as <c>10.1.0.0/16</c> whose addresses may be called although they are not public; there plain http and any port will do.</summary>
    public IList<string> OpenRanges { get; } = [];

    /// <summary>Ports of public targets besides 443.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>A PEM file of further authorities that certificates of targets may come from.</summary>
    public string? Authorities { get; set; }

    /// <summary>WH-4: from the look-up of the name to the end of the TLS handshake.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:05", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>WH-4: in all. A format may allow less.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:15", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many a node sends at a time.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 256;

    /// <summary>How many a node sends to one endpoint at a time, as long as it answers well.</summary>
    [Range(1, 100)]
    public int AtOncePerEndpoint { get; set; } = 32;

    /// <summary>How many deliveries of an endpoint wait at most; with more to tell, its place in the list of events waits.</summary>
    [Range(10, 100_000)]
    public int MostWaiting { get; set; } = 1000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AddressList.Parse(OpenRanges).Error is { } refusal)
        {
            yield return new ValidationResult($"{nameof(OpenRanges)}: {refusal.Detail}");
        }

        if (Ports.Any(port => port is < 1 or > 65535))
        {
            yield return new ValidationResult($"{nameof(Ports)}: a port is a number from 1 to 65535.");
        }

        if (Authorities is not null && !File.Exists(Authorities))
        {
            yield return new ValidationResult($"{nameof(Authorities)}: there is no such file.");
        }
    }
}
