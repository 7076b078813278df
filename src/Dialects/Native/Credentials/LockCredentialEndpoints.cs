using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Credentials;

/// <summary>What is shown at a lock: those that live, those being removed, and those whose window is over; never with their values.</summary>
internal static class LockCredentialEndpoints
{
    private const string Lock = $"{NativeDialect.Root}/locks/{{id}}";

    public static void Map(DialectRoutes native)
    {
        native
            .OfLock(AccessAct.ListCredentials)
            .MapGet($"{Lock}/passcodes", PasscodesAsync)
            .As("listLockPasscodes", "The passcodes of a lock, newest first.", tells: NativeJson.Wire.ListBodyLockCredentialBody, asks: [Asks.Page]);
        native
            .OfLock(AccessAct.ListCredentials)
            .MapGet($"{Lock}/cards", CardsAsync)
            .As("listLockCards", "The cards of a lock, newest first.", tells: NativeJson.Wire.ListBodyLockCredentialBody, asks: [Asks.Page]);
        native
            .OfLock(AccessAct.ListCredentials)
            .MapGet($"{Lock}/fingerprints", FingerprintsAsync)
            .As(
                "listLockFingerprints",
                "The fingerprints of a lock, newest first.",
                tells: NativeJson.Wire.ListBodyLockCredentialBody,
                asks: [Asks.Page]
            );
    }

    private static Task<NativeAnswer> PasscodesAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        CredentialQueries credentials,
        CancellationToken cancel
    ) => ListAsync(id, CredentialKind.Passcode, caller, given, credentials, cancel);

    private static Task<NativeAnswer> CardsAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        CredentialQueries credentials,
        CancellationToken cancel
    ) => ListAsync(id, CredentialKind.Card, caller, given, credentials, cancel);

    private static Task<NativeAnswer> FingerprintsAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        CredentialQueries credentials,
        CancellationToken cancel
    ) => ListAsync(id, CredentialKind.Fingerprint, caller, given, credentials, cancel);

    private static Task<NativeAnswer> ListAsync(
        string id,
        CredentialKind kind,
        NativeCaller caller,
        NativeInput given,
        CredentialQueries credentials,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        // Nobody looks for digits here: who may not see them would try them.
        var filter = new CredentialsFilter(page);
        return given.AnswerAsync(
            () => credentials.OnLockAsync(caller.Caller, kind, NativeInput.Id(WireIdKind.LockUuid, id), filter, cancel),
            seen => given.List(page, seen, LockCredentialBody.Of),
            NativeJson.Wire.ListBodyLockCredentialBody
        );
    }
}
