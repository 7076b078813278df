using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>An answer of this dialect: one of its shapes, or an error. Every one carries the caller's rate (1.5).</summary>
internal abstract class SifelyAnswer : IResult
{
    private const string ContentType = "application/json;charset=UTF-8";

    /// <summary>What the headers say where nothing limits: the most that clients with 32 bits can read.</summary>
    private const int Unlimited = int.MaxValue;

    public static SifelyAnswer Yes { get; } = Body(new YesBody(), SifelyJson.Wire.YesBody);

    /// <summary>Shapes P, L, O and W; which one is the body's own.</summary>
    public static SifelyAnswer Body<T>(T body, JsonTypeInfo<T> type) => new OfBody<T>(body, type);

    public static SifelyAnswer Refused(SifelyError error) => new OfError(error);

    /// <summary>302. The address may hold a code, so it is not kept (LG-1).</summary>
    public static SifelyAnswer Redirect(Uri to) => new OfRedirect(to);

    public static implicit operator SifelyAnswer(SifelyError error) => Refused(error);

    public abstract Task ExecuteAsync(HttpContext httpContext);

    private static async Task WriteAsync<T>(HttpContext http, int status, T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        WriteRate(http);
        await response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    /// <summary>Only the caller's own values; who is not known is told the limit alone (AK-7).</summary>
    private static void WriteRate(HttpContext http)
    {
        var limit = http.RequestServices.GetRequiredService<SifelyOptions>().CallsPerMinute ?? Unlimited;
        var rate = SifelyCall.Of(http).Rate ?? new RateStanding(true, limit, limit, CallRates.Window);
        var reset = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + rate.FreeIn;
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = Text(rate.Limit);
        headers["X-RateLimit-Remaining"] = Text(rate.Remaining);
        headers["X-RateLimit-Reset"] = Text(Seconds(reset - DateTimeOffset.UnixEpoch));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private sealed class OfBody<T>(T body, JsonTypeInfo<T> type) : SifelyAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, StatusCodes.Status200OK, body, type);
    }

    private sealed class OfRedirect(Uri to) : SifelyAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status302Found;
            httpContext.Response.Headers.Location = to.AbsoluteUri;
            httpContext.Response.Headers.CacheControl = "no-store";
            WriteRate(httpContext);
            return Task.CompletedTask;
        }
    }

    private sealed class OfError(SifelyError error) : SifelyAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            if (error.Reason is { } reason)
            {
                httpContext.Features.Set(new ToldRefusal(reason));
            }

            if (error.RetryAfter is { } pause)
            {
                httpContext.Response.Headers.RetryAfter = Text(Math.Max(1, Seconds(pause)));
            }

            return SifelyCall.Of(httpContext).Form == WireForm.TTLock
                ? WriteAsync(httpContext, StatusCodes.Status200OK, TTLockErrorBody.Of(error.InTTLock()), SifelyJson.Wire.TTLockErrorBody)
                : WriteAsync(httpContext, error.Under(httpContext.RequestServices.GetRequiredService<SifelyOptions>()));
        }

        private static Task WriteAsync(HttpContext http, SifelyError told) =>
            WriteAsync(http, told.Status, ErrorBody.Of(told), SifelyJson.Wire.ErrorBody);
    }
}
