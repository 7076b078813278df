using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Latchwork.Server.Tls;

/// <summary>The names and addresses that this machine is reached by, in a fixed order so that two readings compare.</summary>
internal sealed class LeafNames
{
    private readonly string[] hosts;
    private readonly IPAddress[] addresses;

    private LeafNames(IEnumerable<string> hosts, IEnumerable<IPAddress> addresses)
    {
        this.hosts = [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        this.addresses = [.. addresses.Distinct().OrderBy(a => a.ToString(), StringComparer.Ordinal)];
    }

    public static LeafNames OfThisMachine(string? publicHost)
    {
        var own = Dns.GetHostName();
        var domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        var names = new[] { "localhost", own, $"{own}.local", $"{own}.{domain}", publicHost };
        var ofCards = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => WithoutScope(unicast.Address))
            .Append(IPAddress.Loopback)
            .Append(IPAddress.IPv6Loopback);
        var publicAddress = IPAddress.TryParse(publicHost, out var parsed) ? [parsed] : Array.Empty<IPAddress>();
        return new LeafNames(names.OfType<string>().Where(name => Uri.CheckHostName(name) == UriHostNameType.Dns), ofCards.Concat(publicAddress));
    }

    public bool IsSameAs(LeafNames other) => hosts.SequenceEqual(other.hosts) && addresses.SequenceEqual(other.addresses);

    public X509Extension ToExtension()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        foreach (var address in addresses)
            names.AddIpAddress(address);
        return names.Build();
    }

    private static IPAddress WithoutScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
}
