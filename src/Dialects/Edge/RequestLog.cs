using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Latchwork.Dialects.Edge;

/// <summary>
/// One line a request, with its correlation id, which the answer carries too. Of the address it shows the route's pattern only: path values and query
/// may hold secrets (LG-1).
/// </summary>
internal sealed partial class RequestLog(ILogger<RequestLog> log, TimeProvider clock)
{
    public const string Header = "X-Correlation-Id";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.TraceIdentifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        http.Response.Headers[Header] = http.TraceIdentifier;
        var started = clock.GetTimestamp();
        await next(http);
        if (log.IsEnabled(LogLevel.Debug))
        {
            Answered(http.TraceIdentifier, Verb(http), Route(http), http.Response.StatusCode, clock.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    /// <summary>For a handler that broke; the exception is a bug, so the line has it whole.</summary>
    public void Crash(HttpContext http, Exception exception) => Crashed(exception, http.TraceIdentifier, Verb(http), Route(http));

    /// <summary>For a handler that the database left alone; the exception says where it is looked for, so it is for the log only.</summary>
    public void Away(HttpContext http, Exception exception) => WasAway(http.TraceIdentifier, Verb(http), Route(http), exception.Message);

    private static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    /// <summary>A verb is any text that the caller likes.</summary>
    private static string Verb(HttpContext http) =>
        http.Request.Method is var verb && verb is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" ? verb : "(other)";

    [LoggerMessage(LogLevel.Debug, "{Id} {Verb} {Route} {Status} {Milliseconds:0.0} ms")]
    private partial void Answered(string id, string verb, string route, int status, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Id} {Verb} {Route} was refused, the database is away: {Reason}")]
    private partial void WasAway(string id, string verb, string route, string reason);

    [LoggerMessage(LogLevel.Error, "{Id} {Verb} {Route} broke")]
    private partial void Crashed(Exception exception, string id, string verb, string route);
}
