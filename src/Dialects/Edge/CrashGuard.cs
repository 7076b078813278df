using Latchwork.Operations;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>
/// The one place where an exception ends: as the dialect's own 500, once (LG-2), or, where the database is away, as its refusal for that (FS-5).
/// </summary>
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
        catch (Exception broken) when (Outage.Of(broken) is { } away)
        {
            log.Away(http, broken);
            await AnswerAsync(http, dialect => dialect.WriteErrorAsync(http, away), StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception bug)
        {
            log.Crash(http, bug);
            await AnswerAsync(http, EdgeFault.Crash);
        }
    }

    private Task AnswerAsync(HttpContext http, EdgeFault fault) =>
        AnswerAsync(
            http,
            dialect => dialect.WriteFaultAsync(http, fault),
            fault == EdgeFault.Crash ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest
        );

    /// <param name="write">In the words of the dialect whose path it is.</param>
    /// <param name="plain">The status where it is no dialect's.</param>
    private Task AnswerAsync(HttpContext http, Func<IDialect, Task> write, int plain)
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
            return write(dialect);
        }

        http.Response.StatusCode = plain;
        return Task.CompletedTask;
    }
}
