using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>Tokens that expire: codes, exchange and refresh of this wire, and TTLock's log-in (2.3, 2.4, 19.1).</summary>
internal static class TokenEndpoints
{
    private const int LongestSecret = 256;
    private const int LongestAddress = 2000;

    public static void Map(DialectRoutes sifely)
    {
        const string Reason = "Its proof is in the parameters.";
        sifely.Public("get tokens", Reason).MapPost("/system/smart/oauthToken", ExchangeAsync);
        sifely.Public("get an authorization code", Reason).MapPost("/system/smart/authorize", AuthorizeAsync);
        sifely.Public("get TTLock tokens", Reason).MapPost("/oauth2/token", TTLockTokenAsync);
    }

    private static async Task<SifelyAnswer> ExchangeAsync(
        HttpContext http,
        SifelyParameters given,
        Callers callers,
        RefreshTokens refresh,
        AuthorizationCodes codes,
        CancellationToken cancel
    )
    {
        var client = new TokenClient(given.RequiredText("client_id"));
        switch (given.RequiredText("grant_type"))
        {
            case "refresh_token":
                var token = given.RequiredText("refresh_token", LongestSecret);
                return given.Refusal is { } absent ? absent
                    : token.StartsWith("sk-", StringComparison.Ordinal) ? await SameKeyAsync(http, token, callers, cancel)
                    : Told(await refresh.RunAsync(token, TokenKind.Exchanged, client, cancel), SifelyErrors.WrongRefreshToken);
            case "authorization_code":
                var code = given.RequiredText("code", LongestSecret);
                return given.Refusal is { } missing
                    ? missing
                    : Told(await codes.ExchangeAsync(code, client, TokenKind.Exchanged, RequestOrigins.Of(http), cancel), SifelyErrors.WrongCode);
            default:
                return given.Refusal ?? SifelyErrors.UnknownGrantType;
        }
    }

    /// <summary>There is nothing to refresh about a key that does not expire: it is told again (2.3).</summary>
    private static async Task<SifelyAnswer> SameKeyAsync(HttpContext http, string key, Callers callers, CancellationToken cancel)
    {
        var found = await callers.AuthenticateAsync(key, Surface.Sifely, RequestOrigins.Of(http), cancel);
        return found.IsRefused(out var refusal, out var caller) && refusal.Code == AccessErrorCode.Unavailable ? SifelyErrors.OnWrite(refusal)
            : caller?.SessionKind != SessionKind.SifelyKey ? SifelyErrors.WrongRefreshToken
            : SifelyAnswer.Body(OauthBody.OfKey(key), SifelyJson.Wire.OauthBody);
    }

    private static SifelyAnswer Told(Outcome<IssuedTokens> issued, SifelyError whenWrong) =>
        !issued.IsRefused(out var error, out var tokens)
            ? SifelyAnswer.Body(OauthBody.Of(tokens), SifelyJson.Wire.OauthBody)
            : Refused(error, whenWrong);

    /// <summary>What is unknown to who asks about tokens is the client, as theirs.</summary>
    private static SifelyError Refused(AccessError error, SifelyError whenWrong) =>
        error.Code switch
        {
            AccessErrorCode.NotAuthenticated => whenWrong,
            AccessErrorCode.NotFound => SifelyErrors.UnknownClient,
            _ => SifelyErrors.OnWrite(error),
        };

    private static async Task<SifelyAnswer> AuthorizeAsync(
        HttpContext http,
        SifelyParameters given,
        AuthorizationCodes codes,
        CancellationToken cancel
    )
    {
        var client = new TokenClient(given.RequiredText("client_id"));
        var who = PasswordGiven.Read(http, given, "username");
        var redirect = CodeRedirect.Read(given, LongestAddress);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var issued = await codes.IssueAsync(who.Account, who.PasswordMd5, client, RequestOrigins.Of(http), cancel);
        return issued.IsRefused(out var error, out var code) ? SifelyErrors.OnWrite(error)
            : redirect is { } there ? SifelyAnswer.Redirect(there.With(code))
            : SifelyAnswer.Body(WrappedBody<CodeDetails>.Success(new CodeDetails(code)), SifelyJson.Wire.WrappedBodyCodeDetails);
    }

    /// <summary>Clients of TTLock spell the names of the client's members in two ways. The password itself is the proof (19.1).</summary>
    private static async Task<SifelyAnswer> TTLockTokenAsync(
        HttpContext http,
        SifelyParameters given,
        LogIn logIn,
        RefreshTokens refresh,
        AppClients clients,
        CancellationToken cancel
    )
    {
        var (client, unknown) = await AppClientGiven.ReadAnyAsync(given, clients, cancel);
        if (client is null)
        {
            return unknown!;
        }

        if (given.Text("grant_type") == "refresh_token" || (given.Has("refresh_token") && !given.Has("username")))
        {
            var token = given.RequiredText("refresh_token", LongestSecret);
            return given.Refusal is { } absent
                ? absent
                : TTLockTold(await refresh.RunAsync(token, TokenKind.TTLock, client, cancel), SifelyErrors.WrongRefreshToken);
        }

        if (given.Text("grant_type") is not (null or "password"))
        {
            return SifelyErrors.UnknownGrantType;
        }

        var who = PasswordGiven.Read(http, given, "username");
        return given.Refusal is { } refusal
            ? refusal
            : TTLockTold(
                await logIn.ForTokensAsync(who.Account, who.PasswordMd5, client, TokenKind.TTLock, RequestOrigins.Of(http), cancel),
                SifelyErrors.NotAuthenticated401
            );
    }

    private static SifelyAnswer TTLockTold(Outcome<IssuedTokens> issued, SifelyError whenWrong) =>
        !issued.IsRefused(out var error, out var tokens)
            ? SifelyAnswer.Body(TTLockTokenBody.Of(tokens), SifelyJson.Wire.TTLockTokenBody)
            : Refused(error, whenWrong);
}
