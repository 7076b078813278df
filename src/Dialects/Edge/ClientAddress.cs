using System.Net;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>
/// The address that a request came from (RL-4): the socket's peer, or, where that is a trusted proxy, the right-most hop that is none, never further
/// back than the configured number of hops. Whether it came over TLS is believed of the same proxies only (AK-6).
/// </summary>
internal sealed class ClientAddress
{
    private readonly IReadOnlyList<IPNetwork> trusted;
    private readonly int hops;

    public ClientAddress(ProxyOptions options) => (trusted, hops) = (options.Networks(), options.Hops);

    /// <summary>Puts the client's address and scheme in place of the proxy's.</summary>
    public void Resolve(HttpContext http)
    {
        var peer = Plain(http.Connection.RemoteIpAddress);
        var (address, passed) = Walk(peer, http.Request.Headers.GetCommaSeparatedValues("X-Forwarded-For"));
        http.Connection.RemoteIpAddress = address;
        if (passed > 0 && SchemeAt(http.Request.Headers.GetCommaSeparatedValues("X-Forwarded-Proto"), passed) is { } scheme)
        {
            http.Request.Scheme = scheme;
        }
    }

    private (IPAddress? Address, int Passed) Walk(IPAddress? peer, string[] forwarded)
    {
        var (address, passed) = (peer, 0);
        while (passed < hops && passed < forwarded.Length && IsTrusted(address))
        {
            if (!IPAddress.TryParse(forwarded[^(passed + 1)], out var before))
            {
                break;
            }

            (address, passed) = (Plain(before), passed + 1);
        }

        return (address, passed);
    }

    /// <summary>A proxy that sets the header says one word; proxies that append say one a hop.</summary>
    private static string? SchemeAt(string[] schemes, int passed)
    {
        var word =
            schemes.Length == 1 ? schemes[0]
            : schemes.Length >= passed ? schemes[^passed]
            : null;
        return string.Equals(word, "https", StringComparison.OrdinalIgnoreCase) ? "https"
            : string.Equals(word, "http", StringComparison.OrdinalIgnoreCase) ? "http"
            : null;
    }

    private bool IsTrusted(IPAddress? address)
    {
        for (var i = 0; address is not null && i < trusted.Count; i++)
        {
            if (trusted[i].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
