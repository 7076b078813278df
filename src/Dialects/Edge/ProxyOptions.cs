using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Latchwork.Dialects.Edge;

/// <summary>Which proxies in front of the server are believed (RL-4). None: forwarding headers mean nothing.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxies";

    /// <summary>Addresses or networks, such as <c>10.0.0.5</c> or <c>10.0.0.0/24</c>.</summary>
    public IList<string> Trusted { get; } = [];

    /// <summary>How many proxies a request passes, counted from the server.</summary>
    [Range(1, 8)]
    public int Hops { get; set; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in Trusted
        where !TryParse(text, out _)
        select new ValidationResult($"Proxies:Trusted: '{text}' is neither an address nor a network.");

    internal IReadOnlyList<IPNetwork> Networks() => [.. Trusted.Select(text => TryParse(text, out var network) ? network : default)];

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
