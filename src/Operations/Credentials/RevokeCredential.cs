using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <param name="Enrollments">That are to leave their locks.</param>
public sealed record RevokedCredentials(TenantId Tenant, IReadOnlyList<EnrollmentId> Enrollments);

/// <summary>
/// Ends the right of a credential at once: on one lock, named by that enrollment, or on all, named by the credential. Taking it off the locks
/// follows and stays visible until each has confirmed it. A second time finds nothing.
/// </summary>
public sealed class RevokeCredential
{
    private readonly CredentialTurns turns;

    internal RevokeCredential(CredentialTurns turns) => this.turns = turns;

    /// <param name="kind">Another kind of credential is none.</param>
    /// <param name="smartLock">Where the caller says that it is; on another lock there is no such credential. Null: not said.</param>
    /// <param name="needsLink">Every lock must be reachable now, else nothing is changed: the caller is going to wait for them.</param>
    public Task<Outcome<RevokedCredentials>> RunAsync(
        Caller by,
        CredentialKind kind,
        WireId id,
        WireId? smartLock,
        bool needsLink,
        CancellationToken cancel
    ) =>
        turns.RunAsync(
            by,
            kind,
            AuditKind.CredentialRevoked,
            id,
            smartLock,
            (turn, stored, _) => new Revocation(turn, kind, needsLink).RunAsync([stored], cancel),
            cancel
        );

    /// <summary>The same by row.</summary>
    internal Task<Outcome<RevokedCredentials>> RunAsync(Caller by, CredentialKind kind, CoreRow row, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            kind,
            AuditKind.CredentialRevoked,
            row,
            (turn, stored, _) => new Revocation(turn, kind, NeedsLink: false).RunAsync([stored], cancel),
            cancel
        );
}

/// <inheritdoc cref="RevokeCredential"/>
public sealed class RevokePasscode
{
    private readonly RevokeCredential revoke;
    private readonly CredentialTurns turns;

    internal RevokePasscode(RevokeCredential revoke, CredentialTurns turns) => (this.revoke, this.turns) = (revoke, turns);

    /// <inheritdoc cref="RevokeCredential.RunAsync(Caller, CredentialKind, WireId, WireId?, bool, CancellationToken)"/>
    public Task<Outcome<RevokedCredentials>> RunAsync(Caller by, WireId id, WireId? smartLock, bool needsLink, CancellationToken cancel) =>
        revoke.RunAsync(by, CredentialKind.Passcode, id, smartLock, needsLink, cancel);

    /// <summary>Each that has these digits on the lock now, or will have.</summary>
    public Task<Outcome<RevokedCredentials>> ByDigitsAsync(Caller by, WireId smartLock, PinDigits digits, bool needsLink, CancellationToken cancel) =>
        turns.OnLockAsync<RevokedCredentials>(
            by,
            AuditKind.CredentialRevoked,
            smartLock,
            AccessAct.RevokeCredentials,
            async (turn, on, keys) =>
            {
                var indexes = keys.PinIndexes(on.Id, digits);
                var found = await StoredCredential.OnLockAsync(turn, CredentialKind.Passcode, on.Id, indexes, cancel);
                return found.Count == 0
                    ? CredentialKind.Passcode.Missing()
                    : await new Revocation(turn, CredentialKind.Passcode, needsLink).RunAsync(found, cancel);
            },
            cancel
        );
}

/// <summary>Ends the right of all credentials of one kind on one lock. On other locks they stay. A lock that has none is as it should be.</summary>
public sealed class ClearCredentials
{
    private readonly CredentialTurns turns;

    internal ClearCredentials(CredentialTurns turns) => this.turns = turns;

    /// <param name="needsLink">The lock must be reachable now, else nothing is changed: the caller is going to wait for it.</param>
    public Task<Outcome<RevokedCredentials>> RunAsync(Caller by, CredentialKind kind, WireId smartLock, bool needsLink, CancellationToken cancel) =>
        turns.OnLockAsync<RevokedCredentials>(
            by,
            AuditKind.CredentialRevoked,
            smartLock,
            AccessAct.RevokeCredentials,
            (turn, on, _) => ClearAsync(turn, on, kind, needsLink, cancel),
            cancel
        );

    private static async Task<Outcome<RevokedCredentials>> ClearAsync(
        CallerTurn turn,
        CredentialLock on,
        CredentialKind kind,
        bool needsLink,
        CancellationToken cancel
    )
    {
        if ((RefuseKind(on, kind) ?? (needsLink ? on.RefuseLink() : null)) is { } refusal)
        {
            return refusal;
        }

        var stored = await StoredCredential.OnLockAsync(turn, kind, on.Id, indexes: null, cancel);
        if (stored.Count == 0)
        {
            // An act is recorded whatever there was to do (AU-1).
            turn.Told.Add(turn.Event(AuditKind.CredentialRevoked, on.Id) with { Shown = kind });
        }

        return await new Revocation(turn, kind, needsLink).RunAsync(stored, cancel);
    }

    private static AccessError? RefuseKind(CredentialLock on, CredentialKind kind) =>
        on.Facts.Capabilities.HasFlag(Needed(kind))
            ? null
            : new AccessError(AccessErrorCode.Unsupported, "This lock reads no such thing.", Noun.Lock);

    private static Capabilities Needed(CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Passcode => Capabilities.Passcodes,
            CredentialKind.Card => Capabilities.Cards,
            CredentialKind.Fingerprint => Capabilities.Fingerprints,
            CredentialKind.QrCode => Capabilities.QrCodes,
        };
}
