using System.Buffers.Text;
using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>Tells the caller what their own token says (5.2): a help for whoever makes tokens.</summary>
internal static class TokenEcho
{
    public static void Map(DialectRoutes doordeck) => doordeck.Own("read one's token").MapGet("/platform/auth", EchoAsync);

    private static Task<DoordeckAnswer> EchoAsync(
        DoordeckCaller caller,
        DoordeckInput given,
        HttpContext http,
        ConfirmCaller confirm,
        CancellationToken cancel
    ) => given.AnswerAsync(() => confirm.RunAsync(caller.Caller, cancel), _ => DoordeckAnswer.Json(ClaimsOf(http)));

    /// <summary>The caller is known by it, so it is a token of three parts, and its claims are JSON.</summary>
    private static byte[] ClaimsOf(HttpContext http) => Base64Url.DecodeFromChars(Bearer.Token(http.Request.Headers.Authorization)!.Split('.')[1]);
}
