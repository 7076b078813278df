using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>Registered origins only, never with credentials (CO-2).</summary>
internal static class Cors
{
    /// <summary>True when the request was a preflight and is answered.</summary>
    public static bool Answers(HttpContext http, IDialect dialect)
    {
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin] || !dialect.Origins.Contains(origin))
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-Correlation-Id";
        if (!HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
