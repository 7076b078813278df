using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>An answer of this dialect: a body, or a problem.</summary>
internal abstract class NativeAnswer : IResult
{
    public static NativeAnswer Body<T>(T body, JsonTypeInfo<T> type) => new OfBody<T>(StatusCodes.Status200OK, body, type, Location: null);

    /// <param name="location">The path of what was made.</param>
    public static NativeAnswer Created<T>(string location, T body, JsonTypeInfo<T> type) =>
        new OfBody<T>(StatusCodes.Status201Created, body, type, location);

    /// <summary>Something was made that has a path of its own, under <paramref name="all"/>.</summary>
    public static NativeAnswer Made(string all, string id) => Created($"{all}/{id}", new MadeBody(id), NativeJson.Wire.MadeBody);

    public static NativeAnswer Refused(NativeProblem problem) => new OfProblem(problem);

    public static NativeAnswer Refused(AccessError error) => new OfProblem(NativeErrors.Of(error));

    public static implicit operator NativeAnswer(NativeProblem problem) => Refused(problem);

    public static implicit operator NativeAnswer(AccessError error) => Refused(error);

    public abstract Task ExecuteAsync(HttpContext httpContext);

    private static Task WriteAsync<T>(HttpContext http, int status, string contentType, T body, JsonTypeInfo<T> type) =>
        WriteAsync(http, status, contentType, JsonSerializer.SerializeToUtf8Bytes(body, type));

    private static async Task WriteAsync(HttpContext http, int status, string contentType, byte[] bytes)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    private sealed class OfBody<T>(int status, T body, JsonTypeInfo<T> type, string? Location) : NativeAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            var call = httpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiCall>();
            call.MustAnswer(status, type);
            if (Location is not null)
            {
                httpContext.Response.Headers.Location = Location;
            }

            return call.Tagged is not null && HttpMethods.IsGet(httpContext.Request.Method)
                ? WriteTaggedAsync(httpContext)
                : WriteAsync(httpContext, status, "application/json", body, type);
        }

        /// <summary>Who has the same already is told so.</summary>
        private Task WriteTaggedAsync(HttpContext http)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
            var tag = EntityTag.Of(bytes);
            http.Response.Headers.ETag = tag;
            if (EntityTag.Read(http.Request.Headers.IfNoneMatch) is { } tags && EntityTag.IsWeaklyIn(tags, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }

            return WriteAsync(http, status, "application/json", bytes);
        }
    }

    private sealed class OfProblem(NativeProblem problem) : NativeAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            if (problem.Reason is { } reason)
            {
                httpContext.Features.Set(new ToldRefusal(reason));
            }

            var headers = httpContext.Response.Headers;
            if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                headers.WWWAuthenticate = "Bearer";
            }

            if (problem.RetryAfter is { } pause)
            {
                headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return WriteAsync(httpContext, problem.Status, "application/problem+json", ProblemBody.Of(problem), NativeJson.Wire.ProblemBody);
        }
    }
}
