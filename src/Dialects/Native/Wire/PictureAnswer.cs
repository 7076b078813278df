using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>A picture as an answer: a browser takes it for nothing else, and asks again whether it is still that one.</summary>
internal sealed class PictureAnswer(string type, byte[] picture) : NativeAnswer
{
    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, tag) = (httpContext.Response, EntityTag.Of(picture));
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (EntityTag.Read(httpContext.Request.Headers.IfNoneMatch) is { } tags && EntityTag.IsWeaklyIn(tags, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = type;
        response.ContentLength = picture.Length;
        await response.BodyWriter.WriteAsync(picture, httpContext.RequestAborted);
    }
}
