using Latchwork.Domain;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Credentials;

/// <summary>What is told of credentials, by their kind.</summary>
internal static class CredentialKinds
{
    public static Noun Noun(this CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Passcode => Domain.Noun.Passcode,
            CredentialKind.Card => Domain.Noun.Card,
            CredentialKind.Fingerprint => Domain.Noun.Fingerprint,
            CredentialKind.QrCode => Domain.Noun.QrCode,
        };

    public static AccessError Missing(this CredentialKind kind) => AccessError.NotFound(kind.Noun());

    public static AccessError IsTaken(this CredentialKind kind) =>
        new(AccessErrorCode.Taken, $"The lock has this {kind.Noun().Words()} already.", kind.Noun());

    public static AccessError MemoryIsFull(this CredentialKind kind) =>
        new(AccessErrorCode.LimitReached, "The memory of this lock is full.", kind.Noun());

    /// <summary>What is refused as an unknown lock is one of the lock's credentials to the caller: nothing tells the two apart (AZ-3).</summary>
    public static AccessError Told(this CredentialKind kind, AccessError refusal) =>
        refusal.Code == AccessErrorCode.NotFound ? kind.Missing() : refusal;
}
