using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>An answer of this dialect. Every body has a JSON content type: without one a client cannot read it at all (2).</summary>
internal abstract class DoordeckAnswer : IResult
{
    /// <summary>204, and nothing more.</summary>
    public static DoordeckAnswer Nothing { get; } = new OfStatus(StatusCodes.Status204NoContent);

    /// <summary>200 with <c>{}</c>: one client parses the body of every 200 (8.6).</summary>
    public static DoordeckAnswer EmptyObject { get; } = new OfBytes(StatusCodes.Status200OK, "{}"u8.ToArray());

    /// <summary>202 with <c>{}</c>.</summary>
    public static DoordeckAnswer Accepted { get; } = new OfBytes(StatusCodes.Status202Accepted, "{}"u8.ToArray());

    public static DoordeckAnswer Body<T>(T body, JsonTypeInfo<T> type) =>
        new OfBytes(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>200 with what is JSON already.</summary>
    public static DoordeckAnswer Json(byte[] json) => new OfBytes(StatusCodes.Status200OK, json);

    /// <summary>204 with the address of what was made (11.3).</summary>
    public static DoordeckAnswer Made(string location) => new OfStatus(StatusCodes.Status204NoContent, location);

    /// <summary>303.</summary>
    public static DoordeckAnswer SeeOther(string location) => new OfStatus(StatusCodes.Status303SeeOther, location);

    public static DoordeckAnswer Refused(DoordeckError error) => new OfError(error);

    public static implicit operator DoordeckAnswer(DoordeckError error) => Refused(error);

    public static implicit operator DoordeckAnswer(AccessError error) => Refused(DoordeckErrors.Of(error));

    public abstract Task ExecuteAsync(HttpContext httpContext);

    private static async Task WriteAsync(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        Harden(response.Headers);
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
    }

    private sealed class OfBytes(int status, byte[] body) : DoordeckAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext) =>
            WriteAsync(httpContext, status, ApiVersion.ContentType(httpContext.Features.Get<DoordeckInput>()?.Version ?? 1), body);
    }

    private sealed class OfStatus(int status, string? location = null) : DoordeckAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            Harden(httpContext.Response.Headers);
            if (location is not null)
            {
                httpContext.Response.Headers.Location = location;
            }

            return Task.CompletedTask;
        }
    }

    private sealed class OfError(DoordeckError error) : DoordeckAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            if (error.Reason is { } reason)
            {
                httpContext.Features.Set(new ToldRefusal(reason));
            }

            var headers = httpContext.Response.Headers;
            if (error.Status == StatusCodes.Status401Unauthorized)
            {
                // Any other scheme stops a client from refreshing its token (4).
                headers.WWWAuthenticate = "Bearer";
            }

            if (error.RetryAfter is { } pause)
            {
                headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(error.Body, DoordeckJson.Wire.ErrorBody);
            return WriteAsync(httpContext, error.Status, ApiVersion.ContentType(1), body);
        }
    }
}
