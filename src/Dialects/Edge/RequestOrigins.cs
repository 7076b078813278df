using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>Where a request came from, as the audit keeps it.</summary>
internal static class RequestOrigins
{
    private const int LongestUserAgent = 200;

    public static RequestOrigin Of(HttpContext http) =>
        new(
            http.Connection.RemoteIpAddress,
            http.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent[..Math.Min(agent.Length, LongestUserAgent)] : null
        );
}
