using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Operations.ConsoleSessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>The session of a person at the console, as their browser keeps it (CO-1): for this origin alone, over TLS or on this machine, and for no script.</summary>
internal static class ConsoleCookie
{
    public const string Name = "__Host-latchwork";

    /// <summary>What a page sends with whatever changes something: a page of another origin cannot know it (CO-2).</summary>
    public const string AntiforgeryHeader = "Latchwork-Antiforgery";

    private static readonly byte[] Purpose = "latchwork console antiforgery"u8.ToArray();

    public static string? Secret(HttpContext http) => http.Request.Cookies[Name] is { Length: > 0 } secret ? secret : null;

    /// <summary>Until the browser is closed; the server ends it before.</summary>
    public static void Give(HttpContext http, ConsoleSecret secret) => http.Response.Cookies.Append(Name, secret.Secret, Options());

    public static void Take(HttpContext http) => http.Response.Cookies.Delete(Name, Options());

    public static string AntiforgeryOf(string secret) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Purpose));

    public static bool IsAntiforgery(StringValues given, string secret) =>
        given is [{ } text] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(AntiforgeryOf(secret)));

    private static CookieOptions Options() =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
            Path = "/",
        };
}
