using System.Net;
using System.Net.Sockets;

namespace Latchwork.Domain.Grants;

/// <summary>Network addresses and ranges. What an empty list means is its owner's to say: for a lock anywhere, for an HMAC key nobody (HM-9).</summary>
public sealed class AddressList
{
    public const int MaxEntries = 100;

    private readonly IPNetwork[] networks;

    private AddressList(IPNetwork[] networks) => this.networks = networks;

    public static AddressList Empty { get; } = new([]);

    public bool IsEmpty => networks.Length == 0;

    /// <summary>Takes addresses, CIDR ranges and ranges from one address to another (<c>a-b</c>), without zone names or host bits, IPv4 in four decimal parts.</summary>
    public static Outcome<AddressList> Parse(IEnumerable<string> entries)
    {
        var parsed = new List<IPNetwork>();
        foreach (var entry in entries)
        {
            if (AddressRange.Networks(entry) is { } range)
            {
                parsed.AddRange(range);
            }
            else if (TryParse(entry, out var network))
            {
                parsed.Add(network);
            }
            else
            {
                return AccessError.Invalid("An address list holds IP addresses, CIDR ranges and ranges like 192.0.2.10-192.0.2.20.");
            }

            if (parsed.Count > MaxEntries)
            {
                return AccessError.Invalid($"An address list has at most {MaxEntries} entries; a range from address to address may need several.");
            }
        }

        return new AddressList([.. parsed]);
    }

    /// <summary>Whether the address is listed; IPv4 mapped into IPv6 counts as IPv4, as the ranges take it. No address is in no list.</summary>
    public bool Contains(IPAddress? address)
    {
        foreach (var network in networks)
        {
            if (address is not null && network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The entries as ranges, for storing.</summary>
    public IReadOnlyList<string> Ranges() => Array.ConvertAll(networks, network => network.ToString());

    internal static bool TryParse(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? entry : entry[..slash];
        if (!IPAddress.TryParse(host, out var address) || host.AsSpan().ContainsAny('%', '[') || IsOddIPv4(address, host))
        {
            return false;
        }

        var isFolded = address.IsIPv4MappedToIPv6;
        var folded = isFolded ? address.MapToIPv4() : address;
        if (slash < 0)
        {
            network = new IPNetwork(folded, folded.GetAddressBytes().Length * 8);
            return true;
        }

        // The parser clears host bits; here they are a mistake to be told.
        return !isFolded && IPNetwork.TryParse(entry, out network) && network.BaseAddress.Equals(address);
    }

    // "010.1" and "167837953" are addresses to the parser, and not the ones that people read.
    private static bool IsOddIPv4(IPAddress address, string host) =>
        address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host;
}
