using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck.Account;

/// <summary>Other passwords, for who knows theirs and for who has forgotten it (5.3).</summary>
internal static class PasswordEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Own("change the password").MapPost("/account/password", ChangeAsync);
        doordeck
            .Public("ask for a password reset", because: "Whoever forgot their password has no credential; the answer is always the same.")
            .MapPost("/account/password/reset/initialize", AskAsync);
        doordeck.Public("reset a password", because: "The mailed token is the credential.").MapPost("/account/password/reset/verify", ResetAsync);
    }

    private static async Task<DoordeckAnswer> ChangeAsync(
        HttpContext http,
        DoordeckCaller caller,
        DoordeckInput given,
        ChangePassword change,
        OwnTokensOnly own,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.PasswordBody);
        return await own.RefuseAsync(caller.Caller, AuditKind.PasswordChanged, cancel) is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? DoordeckErrors.UnsafeTransport
            : await given.AnswerAsync(() => change.RunAsync(caller.Caller, body!.OldPassword, body.NewPassword, cancel), _ => DoordeckAnswer.Nothing);
    }

    private static async Task<DoordeckAnswer> AskAsync(
        HttpContext http,
        DoordeckInput given,
        DoordeckRates rates,
        RequestPasswordReset request,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.AskResetBody);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        if (rates.RefuseLogIn(RequestOrigins.Of(http), body!.Email) is { } tooMany)
        {
            return tooMany;
        }

        await request.RunAsync(body.Email, cancel);
        return DoordeckAnswer.Nothing;
    }

    private static async Task<DoordeckAnswer> ResetAsync(
        HttpContext http,
        DoordeckInput given,
        DoordeckRates rates,
        ResetPassword reset,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.ResetBody);
        var from = RequestOrigins.Of(http);
        return given.Refusal is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? DoordeckErrors.UnsafeTransport
            : rates.RefuseLogIn(from, body!.UserId) is { } tooMany ? tooMany
            : await given.AnswerAsync(
                () => reset.RunAsync(DoordeckInput.Id(WireIdKind.UserUuid, body.UserId), body.Token, body.Password, Surface.Doordeck, from, cancel),
                _ => DoordeckAnswer.Nothing
            );
    }
}

internal sealed record PasswordBody(string OldPassword, string NewPassword)
{
    public override string ToString() => nameof(PasswordBody);
}

internal sealed record AskResetBody(string Email)
{
    public override string ToString() => nameof(AskResetBody);
}

internal sealed record ResetBody(string UserId, string Token, string Password)
{
    public override string ToString() => nameof(ResetBody);
}
