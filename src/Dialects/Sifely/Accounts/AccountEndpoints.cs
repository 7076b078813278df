using System.Buffers;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>Log-in in both generations, and the roll of the key (2.1, 2.2, 2.5).</summary>
internal static class AccountEndpoints
{
    private const int PasswordLength = 32;
    private const int LongestAccount = 320;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static void Map(DialectRoutes sifely)
    {
        sifely.Public("log in", because: "This is where a credential comes from.").MapPost("/system/smart/login", LogInAsync);
        sifely.Own("roll key").MapPost("/client/roll-token", RollAsync);
    }

    /// <summary>The older form is known by its <c>username</c>.</summary>
    private static Task<SifelyAnswer> LogInAsync(HttpContext http, SifelyParameters given, LogIn logIn, CancellationToken cancel)
    {
        var isOlder = given.Has("username");
        var account = given.RequiredText(isOlder ? "username" : "account", LongestAccount).Trim();
        var password = given.RequiredText("password");
        var client = given.Text("client_id");
        var refusal =
            !LogInTransport.IsSafe(http) ? SifelyErrors.UnsafeLogIn
            : given.Refusal is { } malformed ? malformed
            : !IsMd5(password) ? SifelyErrors.PasswordNotMd5
            : null;
        return refusal is not null ? Task.FromResult(SifelyAnswer.Refused(refusal))
            : isOlder ? OlderAsync(logIn, account, password, client, RequestOrigins.Of(http), cancel)
            : CurrentAsync(logIn, account, password, RequestOrigins.Of(http), cancel);
    }

    private static async Task<SifelyAnswer> CurrentAsync(LogIn logIn, string account, string password, RequestOrigin from, CancellationToken cancel)
    {
        var issued = await logIn.ForKeyAsync(account, password, from, cancel);
        return issued.IsRefused(out var error, out var key) ? SifelyErrors.OnWrite(error) : Told(key);
    }

    private static async Task<SifelyAnswer> OlderAsync(
        LogIn logIn,
        string account,
        string password,
        string? client,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var issued = await logIn.ForTokenAsync(account, password, client, from, cancel);
        return issued.IsRefused(out var error, out var tokens)
            ? SifelyErrors.OnWrite(error)
            : SifelyAnswer.Body(WrappedBody<TokenDetails>.Success(TokenDetails.Of(tokens)), SifelyJson.Wire.WrappedBodyTokenDetails);
    }

    private static async Task<SifelyAnswer> RollAsync(SifelyCaller caller, RollKey roll, CancellationToken cancel)
    {
        var issued = await roll.RunAsync(caller.Caller, cancel);
        return issued.IsRefused(out var error, out var key) ? SifelyErrors.OnWrite(error) : Told(key);
    }

    private static SifelyAnswer Told(IssuedKey key) => SifelyAnswer.Body(KeyBody.Success(KeyDetails.Of(key)), SifelyJson.Wire.KeyBody);

    /// <summary>AK-4. Clients that pass a plain password through are told so, not logged in (20.8).</summary>
    private static bool IsMd5(string password) => password.Length == PasswordLength && !password.AsSpan().ContainsAnyExcept(HexDigits);
}
