using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Server.ConsolePages;

/// <summary>What every answer of the console tells the browser to forbid (CO-3).</summary>
internal static class ConsoleHeaders
{
    private const string AYear = "max-age=31536000; includeSubDomains";

    /// <summary>Nothing of the machine is used but passkeys, which are this origin's own by default.</summary>
    private static readonly string Permissions = string.Join(
        ", ",
        (
            (string[])
                [
                    "accelerometer",
                    "autoplay",
                    "browsing-topics",
                    "camera",
                    "display-capture",
                    "encrypted-media",
                    "fullscreen",
                    "gamepad",
                    "geolocation",
                    "gyroscope",
                    "hid",
                    "identity-credentials-get",
                    "idle-detection",
                    "local-fonts",
                    "magnetometer",
                    "microphone",
                    "midi",
                    "otp-credentials",
                    "payment",
                    "picture-in-picture",
                    "screen-wake-lock",
                    "serial",
                    "storage-access",
                    "usb",
                    "window-management",
                    "xr-spatial-tracking",
                ]
        ).Select(feature => $"{feature}=()")
    );

    /// <summary>A new one for each page: the styles that its scripts add carry it.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    /// <param name="nonce">Null for what is no page.</param>
    public static void Write(HttpContext http, string? nonce)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = AYear;
        }
    }

    private static string Policy(string? nonce) =>
        "default-src 'none'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + (nonce is null ? "style-src 'self'; " : $"style-src 'self' 'nonce-{nonce}'; ")
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'";
}
