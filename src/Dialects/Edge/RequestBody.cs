using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Latchwork.Dialects.Edge;

internal static class RequestBody
{
    /// <summary>AZ-10.</summary>
    public const int Limit = 256 * 1024;

    /// <summary>The whole body as it came, at most <paramref name="limit"/> bytes; null when it is longer. Empty where there is none.</summary>
    /// <exception cref="BadHttpRequestException">It breaks HTTP itself; the pipeline answers with <see cref="EdgeFault.BodyUnreadable"/>.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext http, int limit = Limit)
    {
        if (http.Request.ContentLength is 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return [];
        }

        return http.Request.ContentLength > limit ? null : await ReadAsync(http.Request.BodyReader, limit, http.RequestAborted);
    }

    private static async ValueTask<byte[]?> ReadAsync(PipeReader reader, int limit, CancellationToken cancel)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            if (read.Buffer.Length > limit || read.IsCompleted)
            {
                var body = read.Buffer.Length > limit ? null : read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
