using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Latchwork.Dialects.Edge;

/// <summary>
/// The address that a request came from (RL-4): the socket's peer, or, where that is a trusted proxy, the right-most hop that is none, never further
/// back than the configured number of hops. Whether it came over TLS is believed of the same proxies only (AK-6).
/// </summary>
internal sealed partial class ClientAddress
{
    private readonly IReadOnlyList<IPNetwork> trusted;
    private readonly int hops;
    private readonly ILogger<ClientAddress> logger;
    private int warned;

    public ClientAddress(ProxyOptions options, ILogger<ClientAddress> logger) =>
        (trusted, hops, this.logger) = (options.Networks(), options.Hops, logger);

    /// <summary>Puts the client's address and scheme in place of the proxy's.</summary>
    public void Resolve(HttpContext http)
    {
        var peer = Plain(http.Connection.RemoteIpAddress);
        var forwarded = http.Request.Headers.GetCommaSeparatedValues("X-Forwarded-For");
        WarnOfUntrusted(peer, forwarded);
        var (address, passed) = Walk(peer, forwarded);
        http.Connection.RemoteIpAddress = address;
        if (passed > 0 && SchemeAt(http.Request.Headers.GetCommaSeparatedValues("X-Forwarded-Proto"), passed) is { } scheme)
        {
            http.Request.Scheme = scheme;
        }
    }

    /// <summary>All clients of such a proxy would count as this machine, which may send passwords in the clear (AK-6). Told once.</summary>
    private void WarnOfUntrusted(IPAddress? peer, string[] forwarded)
    {
        if (forwarded.Length > 0 && peer is not null && IPAddress.IsLoopback(peer) && !IsTrusted(peer) && Interlocked.Exchange(ref warned, 1) == 0)
        {
            Untrusted(logger, peer);
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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A proxy on this machine is not trusted: everybody behind it counts as {Peer}. Name it in the setting Proxies__Trusted__0."
    )]
    private static partial void Untrusted(ILogger logger, IPAddress peer);
}
