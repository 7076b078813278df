using Latchwork.Operations.Applications;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Somebody's picture on this origin: shown as the type that it is, and as nothing that could run.</summary>
internal sealed class PictureAnswer(Picture picture) : IResult
{
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = picture.Type switch
        {
            PictureType.Png => Png,
            PictureType.Jpeg => Jpeg,
        };
        response.ContentLength = picture.Bytes.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        response.Headers.CacheControl = "public, max-age=3600";
        await response.BodyWriter.WriteAsync(picture.Bytes, httpContext.RequestAborted);
    }
}
