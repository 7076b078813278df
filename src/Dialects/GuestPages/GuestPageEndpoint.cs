using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Operations.GuestPages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.GuestPages;

internal static class GuestPageEndpoint
{
    public static void Map(DialectRoutes pages) =>
        pages
            .Public("see a code", "whoever has the link of a code may see it: the link holds 128 random bits and dies with the code")
            .MapGet($"/{GuestPagesDialect.Root}/{{link}}", ShowAsync);

    private static async Task<GuestPageAnswer> ShowAsync(
        string link,
        HttpContext http,
        ReadGuestPage pages,
        GuestLimits limits,
        CancellationToken cancel
    )
    {
        var from = RequestOrigins.Of(http);
        if (!(await pages.RunAsync(link, from, cancel)).IsRefused(out var refusal, out var page))
        {
            if (page.Doors.Any(door => door.HasTile))
            {
                GuestCookie.Keep(http, link);
            }

            return GuestPageAnswer.Shown(page);
        }

        if (refusal.Code == AccessErrorCode.NotFound)
        {
            limits.CountMiss(from);
        }

        return GuestPageAnswer.Refused(GuestPagesErrors.Of(refusal));
    }
}
