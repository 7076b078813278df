using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>The one place where an exception ends: as the dialect's own 500, once (LG-2).</summary>
internal sealed class CrashGuard(RequestLog log, DialectTable dialects)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer to, and what broke is most often just that.
            http.Abort();
        }
        catch (BadHttpRequestException broken)
        {
            await AnswerAsync(http, broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? EdgeFault.BodyTooLarge : EdgeFault.BodyUnreadable);
        }
        catch (Exception bug)
        {
            log.Crash(http, bug);
            await AnswerAsync(http, EdgeFault.Crash);
        }
    }

    private Task AnswerAsync(HttpContext http, EdgeFault fault)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        http.Response.Headers[RequestLog.Header] = http.TraceIdentifier;
        if (dialects.Find(http.Request.Path) is { } dialect)
        {
            return dialect.WriteFaultAsync(http, fault);
        }

        http.Response.StatusCode = fault == EdgeFault.Crash ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
