using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Session;

/// <summary>What a person does with the links of our mails: another password, and to show that an address is theirs.</summary>
internal static class PasswordResetEndpoints
{
    private const string Reset = $"{NativeDialect.Root}/account/password-reset";

    public static void Map(DialectRoutes native)
    {
        native
            .Public("ask for another password", because: "Whoever forgot theirs has nothing to show; the mail goes to the address alone.")
            .MapPost(Reset, AskAsync)
            .As(
                "requestPasswordReset",
                "Mails a link for another password to whoever has this address. Nobody is told whether somebody has.",
                takes: NativeJson.Wire.PasswordResetBody,
                tells: NativeJson.Wire.PasswordResetTakenBody
            );
        native
            .Public("reset password", because: "The token in the body is the credential.")
            .MapPost($"{Reset}/confirm", ConfirmAsync)
            .As(
                "resetPassword",
                "Sets another password, by the token of the mail. All sessions and signing keys of the person end; their second factor stays.",
                takes: NativeJson.Wire.PasswordByMailBody,
                tells: NativeJson.Wire.PasswordChangedBody
            );
        native
            .Public("verify an address", because: "The code in the body is the credential.")
            .MapPost($"{NativeDialect.Root}/account/email/verify", VerifyAsync)
            .As(
                "verifyEmail",
                "Shows that an address is the person's, by the code of the mail.",
                takes: NativeJson.Wire.EmailCodeBody,
                tells: NativeJson.Wire.EmailVerifiedBody
            );
    }

    private static Task<NativeAnswer> AskAsync(HttpContext http, NativeInput given, RequestPasswordReset request, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PasswordResetBody);
        return SafelyAsync(
            http,
            given,
            async () =>
            {
                await request.RunAsync(body!.Email, cancel);
                return NativeAnswer.Body(new PasswordResetTakenBody(IsTaken: true), NativeJson.Wire.PasswordResetTakenBody);
            }
        );
    }

    private static Task<NativeAnswer> ConfirmAsync(HttpContext http, NativeInput given, ResetPassword reset, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PasswordByMailBody);
        return SafelyAsync(
            http,
            given,
            async () =>
            {
                var person = NativeInput.Id(WireIdKind.UserUuid, body!.UserId);
                var done = await reset.RunAsync(person, body.Token, body.Password, Surface.Console, RequestOrigins.Of(http), cancel);
                return Told(done, new PasswordChangedBody(IsChanged: true), NativeJson.Wire.PasswordChangedBody);
            }
        );
    }

    private static Task<NativeAnswer> VerifyAsync(HttpContext http, NativeInput given, VerifyEmail verify, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.EmailCodeBody);
        return SafelyAsync(
            http,
            given,
            async () =>
            {
                var done = await verify.RunAsync(body!.Code, Surface.Console, RequestOrigins.Of(http), cancel);
                return Told(done, new EmailVerifiedBody(IsVerified: true), NativeJson.Wire.EmailVerifiedBody);
            }
        );
    }

    /// <summary>What is wrong about the person is the link; what is wrong about the password has no noun.</summary>
    private static NativeAnswer Told<T>(Outcome<Done> done, T body, JsonTypeInfo<T> type) =>
        done.Error is { Code: AccessErrorCode.Invalid, What: Noun.User } ? NativeErrors.LinkOver
        : done.Error is { } refusal ? refusal
        : NativeAnswer.Body(body, type);

    private static async Task<NativeAnswer> SafelyAsync(HttpContext http, NativeInput given, Func<Task<NativeAnswer>> act) =>
        given.Refusal is { } refusal ? refusal
        : !LogInTransport.IsSafe(http) ? NativeErrors.UnsafeSetUp
        : await act();
}

/// <param name="Email">Of the account.</param>
internal sealed record PasswordResetBody(string Email)
{
    public override string ToString() => nameof(PasswordResetBody);
}

/// <summary>It was taken. Whether a mail was sent is nobody's to know.</summary>
internal sealed record PasswordResetTakenBody(bool IsTaken);

/// <param name="UserId">Of the link.</param>
/// <param name="Token">Of the link; works once, for an hour.</param>
/// <param name="Password">The new one.</param>
internal sealed record PasswordByMailBody(string UserId, string Token, string Password)
{
    public override string ToString() => nameof(PasswordByMailBody);
}

/// <param name="Code">Of the link.</param>
internal sealed record EmailCodeBody(string Code)
{
    public override string ToString() => nameof(EmailCodeBody);
}

internal sealed record EmailVerifiedBody(bool IsVerified);
