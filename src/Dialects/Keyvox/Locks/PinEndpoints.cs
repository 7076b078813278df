using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <summary>PINs of doors (6.3 to 6.6). A PIN is issued to a door and goes to every lock of it.</summary>
internal static class PinEndpoints
{
    /// <summary>Locks may take more; this wire does not (5.1).</summary>
    private const int MostDigits = 8;

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.CredentialsWrite, Noun.Unit).MapPost("/v1/createLockPin", CreateAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Unit).MapPost("/v1/issueLockKey", IssueAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Passcode).MapPost("/v1/changeLockPin", ChangeAsync);
        keyvox.Needs(Permission.CredentialsWrite, Noun.Passcode).MapPost("/v1/disableLockPin", DisableAsync);
        keyvox.Needs(Permission.CredentialsRead, Noun.Passcode).MapPost("/v1/getLockPinStatus", StatusAsync);
    }

    private static Task<KeyvoxAnswer> CreateAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CreatePasscode create,
        CodeQueries codes,
        PinWords words,
        CancellationToken cancel
    ) => MakeAsync(caller, given, qrStatus: null, create, codes, words, cancel);

    /// <summary>The same (6.13), and it tells that its QR is in force.</summary>
    private static Task<KeyvoxAnswer> IssueAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CreatePasscode create,
        CodeQueries codes,
        PinWords words,
        CancellationToken cancel
    ) => MakeAsync(caller, given, qrStatus: "1", create, codes, words, cancel);

    private static Task<KeyvoxAnswer> MakeAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        string? qrStatus,
        CreatePasscode create,
        CodeQueries codes,
        PinWords words,
        CancellationToken cancel
    )
    {
        var request = RequestOf(given);
        return given.ActAsync(
            () => create.RunAsync(caller.Caller, request, cancel),
            made => ShownAsync(made.Credential),
            row => ShownAsync(new CredentialId(row))
        );

        Task<KeyvoxAnswer> ShownAsync(CredentialId made) =>
            given.AnswerAsync(
                () => codes.MadeAsync(caller.Caller, CredentialKind.Passcode, made, cancel),
                code => words.Issued(code, qrStatus),
                KeyvoxJson.Wire.IssuedPinBody
            );
    }

    /// <summary>Also under the names of the overview page; a lock in place of a door means that lock's door, or the lock alone where it has none.</summary>
    internal static CreatePasscodeRequest RequestOf(KeyvoxInput given)
    {
        var (unit, smartLock) = (given.Id("unitId", WireIdKind.KeyvoxUnit), given.Id("lockId", WireIdKind.KeyvoxLock));
        if (unit is null && smartLock is null)
        {
            given.Refuse("unitId");
        }

        return new CreatePasscodeRequest
        {
            Unit = unit,
            DoorOf = unit is null ? smartLock : null,
            Digits = DigitsOf(given, "pinCode") ?? DigitsOf(given, "pin"),
            Name = given.Text("targetName", 200),
            Window = WindowOf(given),
            HasQr = true,
            NeedsNoTelephone = true,
            Tell = KeyMessages.ContactOf(given),
        };
    }

    internal static PinDigits? DigitsOf(KeyvoxInput given, string name)
    {
        if (given.Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length <= MostDigits && PinDigits.Parse(text) is { Error: null, Value: var digits })
        {
            return digits;
        }

        given.Refuse(name);
        return null;
    }

    private static TimeWindow WindowOf(KeyvoxInput given)
    {
        var starts = given.Instant("sTime") ?? given.Instant("startDate");
        var ends = given.Instant("eTime") ?? given.Instant("endDate");
        if (starts is null)
        {
            given.Refuse("sTime");
        }

        if (ends is null)
        {
            given.Refuse("eTime");
        }

        return new TimeWindow(starts, ends);
    }

    private static Task<KeyvoxAnswer> ChangeAsync(KeyvoxCaller caller, KeyvoxInput given, ChangePasscode change, CancellationToken cancel)
    {
        var id = given.NeededId("pinId", WireIdKind.KeyvoxCredential);
        var changes = new PasscodeChanges
        {
            Digits = DigitsOf(given, "pinCode"),
            StartsAt = given.Instant("sTime"),
            EndsAt = given.Instant("eTime"),
            Name = given.Text("targetName", 200),
        };
        return given.ActAsync(async () => NotNowOf(await change.RunAsync(caller.Caller, id, smartLock: null, changes, cancel)));
    }

    /// <summary>A disabled PIN can no longer be changed (6.4).</summary>
    internal static Outcome<T> NotNowOf<T>(Outcome<T> outcome) =>
        outcome.Error is { Code: AccessErrorCode.Removed } gone ? gone with { Code = AccessErrorCode.Conflict } : outcome;

    /// <summary>Once more on a disabled PIN is success (6.5).</summary>
    private static Task<KeyvoxAnswer> DisableAsync(KeyvoxCaller caller, KeyvoxInput given, RevokePasscode revoke, CancellationToken cancel)
    {
        var id = given.NeededId("pinId", WireIdKind.KeyvoxCredential);
        return given.ActAsync(async () => DoneOf(await revoke.RunAsync(caller.Caller, id, smartLock: null, needsLink: false, cancel)));
    }

    internal static Outcome<Done> DoneOf<T>(Outcome<T> outcome) =>
        outcome.Error is null or { Code: AccessErrorCode.Removed } or { Former.Refused: AccessErrorCode.Removed } ? Done.Yes : outcome.Error;

    private static Task<KeyvoxAnswer> StatusAsync(KeyvoxCaller caller, KeyvoxInput given, CodeQueries codes, CancellationToken cancel)
    {
        var id = given.NeededId("pinId", WireIdKind.KeyvoxCredential);
        return given.AnswerAsync(
            () => codes.OneAsync(caller.Caller, CredentialKind.Passcode, id, cancel),
            PinWords.Status,
            KeyvoxJson.Wire.PinStatusBody
        );
    }
}
