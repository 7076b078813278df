using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Latchwork.Dialects.Doordeck.Account;

/// <summary>Accounts that people make by themselves, where they may, and the link of the mail that follows (5.3).</summary>
internal static class RegisterEndpoints
{
    private static readonly AccessError IsOff = new(
        AccessErrorCode.NotAllowed,
        "Nobody registers here by themselves. Ask whoever runs this server.",
        Noun.User
    );

    public static void Map(DialectRoutes doordeck)
    {
        doordeck
            .Public("register", because: "Whoever registers has no credential yet; where people may not, it refuses.")
            .MapPost("/auth/register", RegisterAsync)
            .InVersions(1, 2, 3);
        doordeck.Public("verify an e-mail address", because: "The mailed code is the credential.").MapPut("/account/email/verify", VerifyAsync);
    }

    private static async Task<DoordeckAnswer> RegisterAsync(
        HttpContext http,
        DoordeckInput given,
        DoordeckOptions options,
        DoordeckRates rates,
        RegisterPerson register,
        FirstKey firstKey,
        CancellationToken cancel
    )
    {
        if (!options.SelfRegistration)
        {
            return IsOff;
        }

        var body = given.Body(DoordeckJson.Wire.RegisterBody);
        var force = given.Flag("force") ?? false;
        var key = body?.EphemeralKey is { } text ? KeyOf(given, text) : null;
        var from = RequestOrigins.Of(http);
        return given.Refusal is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? DoordeckErrors.UnsafeTransport
            : rates.RefuseLogIn(from, body!.Email) is { } tooMany ? tooMany
            : await given.AnswerAsync(
                async () =>
                {
                    var issued = await register.RunAsync(new Registration(body.Email, body.Password, body.DisplayName, force), from, cancel);
                    await (issued.Error is null && key is not null ? firstKey.AddAsync(issued.Value, key, from, cancel) : Task.CompletedTask);
                    return issued;
                },
                TokensBody.Of,
                DoordeckJson.Wire.TokensBody
            );
    }

    /// <summary>Asked before there is an account: afterwards it would be there without its key.</summary>
    private static byte[] KeyOf(DoordeckInput given, string text)
    {
        var key = CertificateEndpoints.Binary(given, text, "ephemeralKey");
        if (given.Refusal is null && RegisterSigningKey.Refuse(key) is { } refusal)
        {
            given.Refuse(refusal.Detail);
        }

        return key;
    }

    private static async Task<DoordeckAnswer> VerifyAsync(
        HttpContext http,
        DoordeckInput given,
        DoordeckRates rates,
        VerifyEmail verify,
        CancellationToken cancel
    )
    {
        var from = RequestOrigins.Of(http);
        var code = given.Text("code") ?? "";
        return rates.RefuseLogIn(from, code) is { } tooMany
            ? tooMany
            : await given.AnswerAsync(() => verify.RunAsync(code, Surface.Doordeck, from, cancel), _ => DoordeckAnswer.EmptyObject);
    }
}

/// <summary>
/// The key that comes with a registration: the account has none, so it needs no second factor (7). Where it is refused all the same, the account stays and its
/// person is logged in: their phone registers the key when it first signs, since it was given no certificate here. The log says so.
/// </summary>
internal sealed partial class FirstKey(Callers callers, RegisterSigningKey register, ILogger<FirstKey> log)
{
    public async Task AddAsync(SessionTokens issued, byte[] key, RequestOrigin from, CancellationToken cancel)
    {
        var caller = await callers.AuthenticateAsync(issued.AuthToken, Surface.Doordeck, from, cancel);
        var refusal = caller.IsRefused(out var nobody, out var person) ? nobody : (await register.RunAsync(person, key, cancel)).Error;
        if (refusal is not null)
        {
            WasRefused(refusal.Code);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An account was made without the key that came with its registration: {Code}")]
    private partial void WasRefused(AccessErrorCode code);
}

internal sealed record RegisterBody(string Email, string Password, string? DisplayName = null, string? EphemeralKey = null)
{
    public override string ToString() => nameof(RegisterBody);
}
