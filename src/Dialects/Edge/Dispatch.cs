using Latchwork.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Edge;

/// <summary>From the path to the handler: whose path it is, whether it is written exactly so, who is asking.</summary>
internal sealed class Dispatch(DialectTable dialects, RefusalWatch refusals, Func<CancellationToken, ValueTask<bool>> isSetUp)
{
    private static readonly AccessError NotSetUp = new(AccessErrorCode.NotSetUp, "This server is not set up yet.");

    /// <summary>In front of the routing: what is answered alike for known and unknown paths of a dialect.</summary>
    public async Task BeforeRoutingAsync(HttpContext http, RequestDelegate next)
    {
        var dialect = dialects.Find(http.Request.Path);
        if (dialect is null || !await Cors.AnswersAsync(http, dialect))
        {
            http.Request.Path = dialect?.RouteOf(http.Request.Path) ?? http.Request.Path;
            await next(http);
        }
    }

    public async Task AfterRoutingAsync(HttpContext http, RequestDelegate next)
    {
        var (endpoint, dialect) = (http.GetEndpoint(), dialects.Find(http.Request.Path));
        if (dialect is not null && !await ServesAsync(http, endpoint))
        {
            await dialect.WriteErrorAsync(http, NotSetUp);
        }
        else if (endpoint is RouteEndpoint route && ExactPath.DiffersInCase(route, http.Request.Path))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await (dialect?.WriteFaultAsync(http, EdgeFault.UnknownPath) ?? Task.CompletedTask);
        }
        else if (dialect is not null)
        {
            await InDialectAsync(http, dialect, endpoint, next);
        }
        else
        {
            await next(http);
        }
    }

    /// <summary>Until the set-up only the route for it answers, in any other case or not: a path tells nothing before.</summary>
    private async ValueTask<bool> ServesAsync(HttpContext http, Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteAct>() is { IsSetUp: true } || await isSetUp(http.RequestAborted);

    private async Task InDialectAsync(HttpContext http, IDialect dialect, Endpoint? endpoint, RequestDelegate next)
    {
        var hasStraySlash = ExactPath.EndsInSlash(http.Request.Path) && !dialect.AcceptsTrailingSlash;
        if (endpoint is null || hasStraySlash)
        {
            await dialect.WriteFaultAsync(http, EdgeFault.UnknownPath);
        }
        else if (endpoint.Metadata.GetMetadata<RouteAct>() is { } act)
        {
            await dialect.AdmitAsync(http, act, next);
            await refusals.LookAsync(http, dialect, act);
        }
        else if (endpoint is RouteEndpoint)
        {
            // Nothing is served that does not say what it does (AZ-2).
            await dialect.WriteFaultAsync(http, EdgeFault.UnknownPath);
        }
        else
        {
            // The framework's own endpoint for a known path with another verb; it sets the status and the Allow header.
            await next(http);
            await (AnswersOptions(http, dialect) ? Task.CompletedTask : dialect.WriteFaultAsync(http, EdgeFault.WrongVerb));
        }
    }

    /// <summary>To one who asks what a known path takes, and is no preflight (RFC 9110, 9.3.7).</summary>
    private static bool AnswersOptions(HttpContext http, IDialect dialect)
    {
        if (!dialect.Cors.AnswersAnybody || !HttpMethods.IsOptions(http.Request.Method))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.Allow = $"{http.Response.Headers.Allow}, {HttpMethods.Options}";
        return true;
    }
}
