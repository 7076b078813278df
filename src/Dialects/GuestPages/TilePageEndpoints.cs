using System.Globalization;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Operations.Tiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Latchwork.Dialects.GuestPages;

/// <summary>The page behind a tile, whose address is written in the plate: <c>/t/</c> and the tile's UUID.</summary>
internal static class TilePageEndpoints
{
    private const string One = $"/{GuestPagesDialect.TileRoot}/{{tile}}";
    private const int LongestForm = 1024;

    public static void Map(DialectRoutes pages)
    {
        pages.Public("see a tile", "whom it serves is told by the links of codes that were opened on the telephone").MapGet(One, ShowAsync);
        pages.Public("open at a tile", "the links of codes are the right, as at the page of a code").MapPost(One, OpenAsync);
    }

    private static async Task<GuestPageAnswer> ShowAsync(
        string tile,
        HttpContext http,
        OpenAtTile tiles,
        GuestLimits limits,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (id, links) = (IdOf(tile), GuestCookie.Links(http));
        return (await tiles.LookAsync(id, links, cancel)).IsRefused(out var refusal, out var doors)
            ? Refused(http, links, refusal, limits)
            : GuestPageAnswer.Offered(doors, GuestCookie.ProofOf(links, id), clock.GetUtcNow());
    }

    private static async Task<GuestPageAnswer> OpenAsync(
        string tile,
        HttpContext http,
        OpenAtTile tiles,
        GuestLimits limits,
        CancellationToken cancel
    )
    {
        var (id, links) = (IdOf(tile), GuestCookie.Links(http));
        var given = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(await RequestBody.ReadAsync(http, LongestForm) ?? []));
        if (links.Count == 0 || !IsOwnForm(http.Request) || !GuestCookie.IsProof(given.GetValueOrDefault(TileHtml.Proof), links, id))
        {
            return Refused(http, links, AccessError.NotFound(Noun.Tile), limits);
        }

        if (limits.RefuseOpening(links) is { } tooOften)
        {
            return GuestPageAnswer.Refused(GuestPagesErrors.Of(tooOften));
        }

        // Whoever hangs up does not undo what the door was asked.
        var opened = await tiles.RunAsync(id, $"{given.GetValueOrDefault(TileHtml.Door)}", links, RequestOrigins.Of(http), CancellationToken.None);
        return opened.IsRefused(out var refusal, out var door) ? Refused(http, links, refusal, limits) : GuestPageAnswer.Opened(door);
    }

    private static GuestPageAnswer Refused(HttpContext http, IReadOnlyList<string> links, AccessError refusal, GuestLimits limits)
    {
        if (refusal.Code != AccessErrorCode.NotFound)
        {
            return GuestPageAnswer.Refused(GuestPagesErrors.Of(refusal));
        }

        if (links.Count > 0)
        {
            limits.CountMiss(RequestOrigins.Of(http));
        }

        return GuestPageAnswer.Refused(new GuestProblem(StatusCodes.Status404NotFound, GuestRefusal.NothingHere) { Reason = refusal.Code });
    }

    /// <summary>CO-2.</summary>
    private static bool IsOwnForm(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site]
            ? site == "same-origin"
            : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;

    /// <summary>Empty for what is no UUID.</summary>
    private static string IdOf(string tile) => Guid.TryParse(tile, CultureInfo.InvariantCulture, out var id) ? id.ToString("D", null) : "";
}
