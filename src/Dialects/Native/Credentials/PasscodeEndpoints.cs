using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Credentials;

/// <summary>Codes for keypads: made, changed, shown and ended, with what is known of each lock.</summary>
internal static class PasscodeEndpoints
{
    private const string Passcodes = $"{NativeDialect.Root}/passcodes";

    private static readonly Tagged<SeenCode, CredentialBody> Passcode = Tagged.Of(
        (CodeQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.KnownAsync(caller.Caller, CredentialKind.Passcode, IdOf(id), cancel),
        CredentialBody.Of,
        NativeJson.Wire.CredentialBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.CredentialsWrite, Noun.Passcode)
            .MapPost(Passcodes, CreateAsync)
            .As(
                "createPasscode",
                "Makes a passcode for one lock or many: all of them, or none.",
                takes: NativeJson.Wire.NewPasscodeBody,
                makes: NativeJson.Wire.MadePasscodeBody
            );
        native
            .Needs(Permission.CredentialsRead, Noun.Passcode)
            .MapGet(Passcodes, ListAsync)
            .As(
                "listPasscodes",
                "The passcodes at all locks, newest first, without their digits; one that was revoked is there until each lock has confirmed that it is gone.",
                tells: NativeJson.Wire.ListBodyCredentialBody,
                asks: CredentialLists.Asked
            );
        native
            .Needs(Permission.CredentialsRead, Noun.Passcode)
            .MapGet($"{Passcodes}/{{id}}", FindAsync)
            .As(
                "getPasscode",
                "A passcode without its digits, with what is known of it on each of its locks.",
                tells: NativeJson.Wire.CredentialBody,
                tagged: Passcode
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Passcode)
            .MapPatch($"{Passcodes}/{{id}}", ChangeAsync)
            .As(
                "changePasscode",
                "Changes a passcode on all its locks.",
                takes: NativeJson.Wire.PasscodeChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Passcode
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Passcode)
            .MapDelete($"{Passcodes}/{{id}}", RevokeAsync)
            .As(
                "revokePasscode",
                "Ends a passcode at once; that its locks have heard of it stays to be seen.",
                tells: NativeJson.Wire.MadeBody,
                tagged: Passcode
            );
        native
            .Needs(Permission.PinsReveal, Noun.Passcode)
            .MapPost($"{Passcodes}/{{id}}/reveal", RevealAsync)
            .As(
                "revealPasscode",
                "Shows the digits of one passcode, and its guest's page; every time is in the audit.",
                tells: NativeJson.Wire.RevealedBody,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantCodes codes, CancellationToken cancel) =>
        CredentialLists.AnswerAsync(CredentialKind.Passcode, caller, given, codes, cancel);

    private static Task<NativeAnswer> CreateAsync(
        NativeCaller caller,
        NativeInput given,
        CreatePasscode create,
        CodeQueries codes,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewPasscodeBody);
        var digits = given.Digits(body?.Digits);
        return given.MakeAsync(
            () => create.RunAsync(caller.Caller, RequestOf(body!, digits), cancel),
            made => made.Credential.Value,
            async row =>
                (await codes.MadeAsync(caller.Caller, CredentialKind.Passcode, new CredentialId(row), cancel)).IsRefused(out var error, out var code)
                    ? error
                    : NativeAnswer.Created($"{Passcodes}/{code.Id}", MadePasscodeBody.Of(code), NativeJson.Wire.MadePasscodeBody)
        );
    }

    private static CreatePasscodeRequest RequestOf(NewPasscodeBody body, PinDigits? digits) =>
        new()
        {
            Locks = [.. body.LockIds.Select(id => NativeInput.Id(WireIdKind.LockUuid, id))],
            Name = body.Name,
            Digits = digits,
            Window = new TimeWindow(body.StartsAt, body.EndsAt),
            HasQr = body.HasQr,
            NeedsNoTelephone = true,
        };

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Passcode.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangePasscode change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PasscodeChangeBody);
        var digits = given.Digits(body?.Digits);
        return given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), smartLock: null, ChangesOf(body!, digits), cancel), id);
    }

    private static PasscodeChanges ChangesOf(PasscodeChangeBody body, PinDigits? digits) =>
        new()
        {
            Name = body.Name,
            Digits = digits,
            StartsAt = body.StartsAt,
            EndsAt = body.EndsAt,
        };

    private static Task<NativeAnswer> RevokeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RevokePasscode revoke,
        CancellationToken cancel
    ) => given.ActAsync(() => revoke.RunAsync(caller.Caller, IdOf(id), smartLock: null, needsLink: false, cancel), id);

    private static Task<NativeAnswer> RevealAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RevealPasscode reveal,
        CancellationToken cancel
    ) =>
        given.ActAsync(
            () => reveal.RunAsync(caller.Caller, IdOf(id), cancel),
            shown => Task.FromResult(Revealed(RevealedBody.Of(id, shown))),
            _ => Task.FromResult(Revealed(new RevealedBody(id)))
        );

    private static NativeAnswer Revealed(RevealedBody body) => NativeAnswer.Body(body, NativeJson.Wire.RevealedBody);

    private static PinDigits? Digits(this NativeInput given, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (PinDigits.Parse(text).IsRefused(out var invalid, out var digits))
        {
            given.Refuse(invalid.Detail);
        }

        return digits;
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.CredentialUuid, id);
}
