using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Accounts;

/// <summary>Log-in in its three generations, and the roll of the key (2.1, 2.2, 2.5).</summary>
internal static class AccountEndpoints
{
    private const string Reason = "This is where a credential comes from.";

    public static void Map(DialectRoutes sifely)
    {
        sifely.Public("log in", Reason).MapPost("/system/smart/login", LogInAsync);
        sifely.Public("log in as guest", Reason).MapPost("/system/smart/loginByGuest", LogInAsGuestAsync);
        sifely.Own("roll key").MapPost("/client/roll-token", RollAsync);
    }

    /// <summary>The older form is known by its <c>username</c>.</summary>
    private static Task<SifelyAnswer> LogInAsync(
        HttpContext http,
        SifelyParameters given,
        LogIn logIn,
        AppClients clients,
        SifelyPlans plans,
        CancellationToken cancel
    )
    {
        var isOlder = given.Has("username");
        var who = PasswordGiven.Read(http, given, isOlder ? "username" : "account");
        return isOlder
            ? TokensAsync(http, given, who, logIn, TokenDetails.Of, SifelyJson.Wire.WrappedBodyTokenDetails, cancel)
            : KeyAsync(http, given, who, logIn, clients, plans, cancel);
    }

    private static async Task<SifelyAnswer> KeyAsync(
        HttpContext http,
        SifelyParameters given,
        PasswordGiven who,
        LogIn logIn,
        AppClients clients,
        SifelyPlans plans,
        CancellationToken cancel
    ) =>
        (given.Refusal ?? await AppClientGiven.RefuseImpostorAsync(given, clients, cancel)) is { } refusal
            ? refusal
            : await given.MadeAsync(
                () => logIn.ForKeyAsync(who.Account, who.PasswordMd5, RequestOrigins.Of(http), cancel),
                key => KeyBody.Success(KeyDetails.Of(key, plans)),
                SifelyJson.Wire.KeyBody
            );

    private static Task<SifelyAnswer> LogInAsGuestAsync(HttpContext http, SifelyParameters given, LogIn logIn, CancellationToken cancel) =>
        TokensAsync(
            http,
            given,
            PasswordGiven.Read(http, given, "username"),
            logIn,
            GuestDetails.Of,
            SifelyJson.Wire.WrappedBodyGuestDetails,
            cancel
        );

    private static Task<SifelyAnswer> TokensAsync<T>(
        HttpContext http,
        SifelyParameters given,
        PasswordGiven who,
        LogIn logIn,
        Func<IssuedTokens, T> details,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<WrappedBody<T>> type,
        CancellationToken cancel
    )
    {
        var client = given.Text("client_id") is { } name ? new TokenClient(name) : null;
        return given.MadeAsync(
            () => logIn.ForTokensAsync(who.Account, who.PasswordMd5, client, TokenKind.Legacy, RequestOrigins.Of(http), cancel),
            tokens => WrappedBody<T>.Success(details(tokens)),
            type
        );
    }

    private static Task<SifelyAnswer> RollAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RollKey roll,
        SifelyPlans plans,
        CancellationToken cancel
    ) => given.MadeAsync(() => roll.RunAsync(caller.Caller, cancel), key => KeyBody.Success(KeyDetails.Of(key, plans)), SifelyJson.Wire.KeyBody);
}
