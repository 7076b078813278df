using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>What a web page of a registered origin may do (WHATWG Fetch, "CORS protocol").</summary>
/// <param name="Methods">Of requests.</param>
/// <param name="Exposed">Headers of answers that it may read.</param>
internal sealed record CorsRules(string Methods, string Exposed)
{
    public static CorsRules Usual { get; } =
        new("GET, POST, PUT, DELETE", "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-Correlation-Id");

    /// <summary>Headers of requests; null: all that it asks for.</summary>
    public string? Headers { get; init; }

    /// <summary>How long a browser need not ask again.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Any OPTIONS is answered, a preflight of another origin too: without a word that would let it.</summary>
    public bool AnswersAnybody { get; init; }
}

/// <summary>Registered origins only, never with credentials (CO-2).</summary>
internal static class Cors
{
    /// <summary>True when the request was a preflight and is answered.</summary>
    public static async ValueTask<bool> AnswersAsync(HttpContext http, IDialect dialect)
    {
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            return false;
        }

        var (isAllowed, isPreflight) = (await dialect.AllowsAsync(origin, http.RequestAborted), IsPreflight(http.Request));
        if (isAllowed)
        {
            Admit(http, dialect.Cors, origin, isPreflight);
        }

        if (!isPreflight || !(isAllowed || dialect.Cors.AnswersAnybody))
        {
            return false;
        }

        http.Response.Headers.Vary = "Origin";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;

    private static void Admit(HttpContext http, CorsRules rules, string origin, bool isPreflight)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = rules.Exposed;
        if (isPreflight)
        {
            headers.AccessControlAllowMethods = rules.Methods;
            headers.AccessControlAllowHeaders = rules.Headers ?? http.Request.Headers.AccessControlRequestHeaders;
            headers.AccessControlMaxAge = rules.MaxAge.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
