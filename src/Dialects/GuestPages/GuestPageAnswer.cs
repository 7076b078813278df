using System.Globalization;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.GuestPages.Words;
using Latchwork.Operations.GuestPages;
using Latchwork.Operations.Tiles;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.GuestPages;

/// <summary>An answer of this dialect: always a whole page, that nobody keeps, frames or finds, and that runs nothing (CO-3).</summary>
internal abstract class GuestPageAnswer : IResult
{
    private static readonly string OnlyShows = PolicyOf("'none'");
    private static readonly string HasForm = PolicyOf("'self'");

    public static GuestPageAnswer Shown(GuestPage page) => new OfPage(page);

    /// <summary>What a tile opens for the telephone that touched it.</summary>
    /// <param name="proof">For the form, that nobody else can have made it (CO-2).</param>
    public static GuestPageAnswer Offered(IReadOnlyList<TileDoor> doors, string proof, DateTimeOffset now) => new OfTile(doors, proof, now);

    public static GuestPageAnswer Opened(TileDoor door) => new OfOpening(door);

    public static GuestPageAnswer Refused(GuestProblem problem) => new OfProblem(problem);

    public abstract Task ExecuteAsync(HttpContext httpContext);

    private static string PolicyOf(string forms) =>
        $"default-src 'none'; style-src '{PageStyle.Hash}'; frame-ancestors 'none'; base-uri 'none'; form-action {forms}; require-trusted-types-for 'script'";

    private static async Task WriteAsync(HttpContext http, int status, string html, bool hasForm = false)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        var (response, headers) = (http.Response, http.Response.Headers);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = hasForm ? HasForm : OnlyShows;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Language";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        await response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    private sealed class OfPage(GuestPage page) : GuestPageAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext) =>
            WriteAsync(httpContext, StatusCodes.Status200OK, PageHtml.Of(page, PageLanguages.For(httpContext.Request, page.Locale)));
    }

    private sealed class OfTile(IReadOnlyList<TileDoor> doors, string proof, DateTimeOffset now) : GuestPageAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext) =>
            WriteAsync(
                httpContext,
                StatusCodes.Status200OK,
                TileHtml.Of(doors, proof, now, PageLanguages.For(httpContext.Request, doors[0].Locale)),
                hasForm: true
            );
    }

    private sealed class OfOpening(TileDoor door) : GuestPageAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext) =>
            WriteAsync(httpContext, StatusCodes.Status200OK, TileHtml.Of(door, PageLanguages.For(httpContext.Request, door.Locale)));
    }

    private sealed class OfProblem(GuestProblem problem) : GuestPageAnswer
    {
        public override Task ExecuteAsync(HttpContext httpContext)
        {
            if (problem.Reason is { } reason)
            {
                httpContext.Features.Set(new ToldRefusal(reason));
            }

            if (problem.RetryAfter is { } pause)
            {
                httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return WriteAsync(httpContext, problem.Status, PageHtml.Of(problem.Refusal, PageLanguages.For(httpContext.Request, site: null)));
        }
    }
}
