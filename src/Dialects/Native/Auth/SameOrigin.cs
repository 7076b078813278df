using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>Whether what changes something comes from a page of this server (CO-2). Browsers say so; what says nothing is none.</summary>
internal static class SameOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string Same = "same-origin";

    public static bool IsSaid(HttpRequest request) =>
        request.Headers[FetchSite] is { Count: > 0 } site
            ? site is [Same]
            : request.Headers.Origin is [{ } origin]
                && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
