using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Operations.Tiles;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.GuestPages;

/// <summary>
/// Which pages of codes were opened on this telephone, so that a tile knows whom it serves: their links, newest first. A link that is over opens nothing, so
/// nothing has to be taken back. Kept only for codes with a tile at one of their doors.
/// </summary>
internal static class GuestCookie
{
    private const char Between = '.';

    /// <summary>The longest that browsers keep one.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private const string ProofPurpose = "latchwork tile form";

    public static IReadOnlyList<string> Links(HttpContext http) =>
        http.Request.Cookies[NameFor(http)] is { Length: > 0 } kept
            ? [.. kept.Split(Between, StringSplitOptions.RemoveEmptyEntries).Take(OpenAtTile.MostLinks)]
            : [];

    /// <summary>Lax and not strict: whoever holds a telephone to a plate comes from outside the browser. Another site's form is sent without it all the same.</summary>
    public static void Keep(HttpContext http, string link) =>
        http.Response.Cookies.Append(
            NameFor(http),
            string.Join(Between, Links(http).Where(other => other != link).Prepend(link).Take(OpenAtTile.MostLinks)),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
                Path = "/",
                MaxAge = Kept,
            }
        );

    /// <summary>What only who has the links can say, in a form that this server drew for them (CO-2).</summary>
    public static string ProofOf(IReadOnlyList<string> links, string tile) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Between, links)), Encoding.UTF8.GetBytes($"{ProofPurpose} {tile}"))
        );

    public static bool IsProof(string? given, IReadOnlyList<string> links, string tile) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(ProofOf(links, tile)));

    /// <summary>CO-1; browsers take the prefix over TLS alone.</summary>
    private static string NameFor(HttpContext http) => http.Request.IsHttps ? "__Host-codes" : "codes";
}
