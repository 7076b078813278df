using System.Net;
using System.Net.Sockets;

namespace Latchwork.Domain.Webhooks;

/// <summary>
/// Which addresses are public unicast (WH-3), after the special-purpose registries of IANA. IPv4 inside IPv6 is judged as IPv4 where the form is in use
/// (mapped; NAT64, RFC 6052), and refused where it is not (compatible, 6to4, Teredo). Of IPv6 only global unicast, 2000::/3, passes.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Refused4 =
    [
        Net("0.0.0.0/8"), // unspecified, "this network"
        Net("10.0.0.0/8"),
        Net("100.64.0.0/10"), // shared
        Net("127.0.0.0/8"),
        Net("169.254.0.0/16"), // link-local, metadata of clouds
        Net("172.16.0.0/12"),
        Net("192.0.0.0/24"), // protocol assignments
        Net("192.0.2.0/24"), // documentation
        Net("192.88.99.0/24"), // 6to4 relays
        Net("192.168.0.0/16"),
        Net("198.18.0.0/15"), // benchmarking
        Net("198.51.100.0/24"), // documentation
        Net("203.0.113.0/24"), // documentation
        Net("224.0.0.0/4"), // multicast
        Net("240.0.0.0/4"), // reserved, broadcast
    ];

    private static readonly IPNetwork Global6 = Net("2000::/3");
    private static readonly IPNetwork Nat64 = Net("64:ff9b::/96");

    private static readonly IPNetwork[] Refused6 =
    [
        Net("2001::/23"), // protocol assignments: Teredo, benchmarking, ORCHID
        Net("2001:db8::/32"), // documentation
        Net("2002::/16"), // 6to4
        Net("3fff::/20"), // documentation
    ];

    public static bool Is(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? IsPublic4(address.MapToIPv4())
        : address.AddressFamily == AddressFamily.InterNetwork ? IsPublic4(address)
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0 && IsPublic6(address);

    private static bool IsPublic4(IPAddress address) => !Array.Exists(Refused4, range => range.Contains(address));

    private static bool IsPublic6(IPAddress address) =>
        Nat64.Contains(address)
            ? IsPublic4(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : Global6.Contains(address) && !Array.Exists(Refused6, range => range.Contains(address));

    private static IPNetwork Net(string range) => IPNetwork.Parse(range);
}
