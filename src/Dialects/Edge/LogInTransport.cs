using System.Net;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>AK-6: no password over plain HTTP, but from the machine itself.</summary>
internal static class LogInTransport
{
    /// <summary>A peer without an address came by a socket file, so from this machine.</summary>
    public static bool IsSafe(HttpContext http) =>
        http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
