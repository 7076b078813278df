using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Operations.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Auth;

/// <summary>Log-in, renewal, log-out (5.3).</summary>
internal static class TokenEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Public("log in", because: "The password in the body is the credential.").MapPost("/auth/token", LogInAsync).InVersions(1, 2);
        var renew = doordeck.Own("renew tokens").WithMetadata(new CountedApart(RateClass.Renewals));
        renew.MapPost("/auth/token/refresh", RenewAsync).WithMetadata(new TakesRefreshToken());
        doordeck.Own("log out").MapPost("/auth/token/destroy", LogOutAsync);
    }

    /// <summary>v1 had a private key in its answer for accounts made before March 2025; here it has none, as in v2.</summary>
    private static async Task<DoordeckAnswer> LogInAsync(
        HttpContext http,
        DoordeckInput given,
        DoordeckRates rates,
        StartSession start,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.LogInBody);
        var from = RequestOrigins.Of(http);
        return given.Refusal is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? DoordeckErrors.UnsafeTransport
            : rates.RefuseLogIn(from, body!.Email) is { } tooMany ? tooMany
            : await given.AnswerAsync(() => start.RunAsync(body.Email, body.Password, from, cancel), TokensBody.Of, DoordeckJson.Wire.TokensBody);
    }

    private static Task<DoordeckAnswer> RenewAsync(DoordeckCaller caller, DoordeckInput given, RenewSession renew, CancellationToken cancel) =>
        given.AnswerAsync(() => renew.RunAsync(caller.Caller, cancel), TokensBody.Of, DoordeckJson.Wire.TokensBody);

    private static Task<DoordeckAnswer> LogOutAsync(DoordeckCaller caller, DoordeckInput given, EndSession end, CancellationToken cancel) =>
        given.AnswerAsync(() => end.RunAsync(caller.Caller, cancel), _ => DoordeckAnswer.Nothing);
}

internal sealed record LogInBody(string Email, string Password)
{
    public override string ToString() => nameof(LogInBody);
}

/// <summary>Always both: a client fails without the second (5.3).</summary>
internal sealed record TokensBody(string AuthToken, string RefreshToken)
{
    public static TokensBody Of(SessionTokens issued) => new(issued.AuthToken, issued.RefreshToken);

    public override string ToString() => nameof(TokensBody);
}
