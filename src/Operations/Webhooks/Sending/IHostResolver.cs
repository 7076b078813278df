using System.Net;
using System.Net.Sockets;

namespace Latchwork.Operations.Webhooks.Sending;

/// <summary>Asks the outside world for the addresses of a name.</summary>
internal interface IHostResolver
{
    /// <returns>Empty for a name without an address.</returns>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel);
}

/// <summary>By the system's resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancel);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
