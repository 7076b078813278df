using System.Buffers.Text;
using System.Text.Json;
using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Tells the caller what their own token says (5.2): a help for whoever makes tokens.</summary>
internal static class TokenEcho
{
    public static void Map(DialectRoutes doordeck) => doordeck.Own("read one's token").MapGet("/platform/auth", Echo);

    /// <summary>The caller is known by it, so it was taken apart before.</summary>
    private static DoordeckAnswer Echo(DoordeckCaller caller, HttpContext http)
    {
        var token = Bearer.Token(http.Request.Headers.Authorization)!;
        var claims = Base64Url.DecodeFromChars(token.Split('.')[1]);
        return DoordeckAnswer.Body(JsonElement.Parse(claims), DoordeckJson.Wire.JsonElement);
    }
}
