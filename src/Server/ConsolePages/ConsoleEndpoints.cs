using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.ConsolePages;

/// <summary>
/// The web console: one page and its files, under <c>/console/</c> alone (design, "One origin, four APIs"). All that it shows it asks of the native API, like
/// any other program.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Home = "/console/";
    private const string HomeWithoutSlash = "/console";
    private const string Assets = "assets/";

    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapConsole(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<ConsoleFiles>();
        app.MapMethods("/", Reads, (HttpContext http) => GoAsync(http));
        app.MapMethods("/console/{**path}", Reads, (HttpContext http, string? path) => ServeAsync(http, files, path ?? ""));
    }

    private static Task GoAsync(HttpContext http)
    {
        ConsoleHeaders.Write(http, nonce: null);
        http.Response.Redirect(Home);
        return Task.CompletedTask;
    }

    /// <summary>Whatever is no file is a place in the one page.</summary>
    private static Task ServeAsync(HttpContext http, ConsoleFiles files, string path) =>
        http.Request.Path == HomeWithoutSlash ? GoAsync(http)
        : files.Find(path) is { } file ? WriteAsync(http, file, path.StartsWith(Assets, StringComparison.Ordinal))
        : path.StartsWith(Assets, StringComparison.Ordinal) ? RefuseAsync(http)
        : WritePageAsync(http, files.Html);

    private static Task RefuseAsync(HttpContext http)
    {
        ConsoleHeaders.Write(http, nonce: null);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <param name="isNamedByContent">Another content has another name.</param>
    private static async Task WriteAsync(HttpContext http, ConsoleFile file, bool isNamedByContent)
    {
        var (request, response) = (http.Request, http.Response);
        ConsoleHeaders.Write(http, nonce: null);
        response.Headers.ETag = file.EntityTag;
        response.Headers.CacheControl = isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (request.Headers.IfNoneMatch.Contains(file.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var compressed = TakesBrotli(request) ? file.Compressed : null;
        if (compressed is not null)
        {
            response.Headers.ContentEncoding = "br";
        }

        response.ContentType = file.ContentType;
        await WriteBytesAsync(http, compressed ?? file.Bytes);
    }

    private static Task WritePageAsync(HttpContext http, string? html)
    {
        var nonce = ConsoleHeaders.NewNonce();
        ConsoleHeaders.Write(http, nonce);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.StatusCode = html is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return WriteBytesAsync(http, System.Text.Encoding.UTF8.GetBytes(html is null ? NotBuiltPage.Html(nonce) : WithNonce(html, nonce)));
    }

    private static string WithNonce(string html, string nonce) => html.Replace("%CSP_NONCE%", nonce, StringComparison.Ordinal);

    private static bool TakesBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(one => one.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    private static async Task WriteBytesAsync(HttpContext http, byte[] bytes)
    {
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
        }
    }
}
