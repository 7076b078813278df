using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Credentials;

/// <summary>Fingerprints. They are enrolled at the lock itself or by a telephone beside it, and only told here.</summary>
internal static class FingerprintEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .Needs(Permission.CredentialsRead, Noun.Fingerprint)
            .MapGet($"{NativeDialect.Root}/fingerprints", ListAsync)
            .As(
                "listFingerprints",
                "The fingerprints at all locks that are known, newest first; nothing enrols one over this API.",
                tells: NativeJson.Wire.ListBodyCredentialBody,
                asks: CredentialLists.Asked
            );

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantCodes codes, CancellationToken cancel) =>
        CredentialLists.AnswerAsync(CredentialKind.Fingerprint, caller, given, codes, cancel);
}
