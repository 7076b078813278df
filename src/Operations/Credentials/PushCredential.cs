using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Enrolls, changes or revokes a credential for a caller who wants to know that the lock took it. Where it did not, in time or at all, what was asked is
/// taken back before the answer: a new credential is revoked, and its removal stays planned and visible, because it may be there; after a change
/// the former values are desired again, unless somebody has changed them since. Where it cannot be taken back, the answer is that nobody knows.
/// </summary>
public sealed class PushCredential
{
    private readonly EnrollCard enroll;
    private readonly ChangeCredential change;
    private readonly RevokeCredential revoke;
    private readonly ClearCredentials clear;
    private readonly AwaitEnrollment awaitEnrollment;

    internal PushCredential(
        EnrollCard enroll,
        ChangeCredential change,
        RevokeCredential revoke,
        ClearCredentials clear,
        AwaitEnrollment awaitEnrollment
    ) => (this.enroll, this.change, this.revoke, this.clear, this.awaitEnrollment) = (enroll, change, revoke, clear, awaitEnrollment);

    public Task<Outcome<CreatedCredential>> EnrollAsync(Caller by, EnrollCardRequest request, TimeSpan wait, CancellationToken cancel) =>
        MadeAsync(by, CredentialKind.Card, enroll.RunAsync(by, request with { NeedsLink = true }, cancel), wait);

    public async Task<Outcome<ChangedCredential>> ChangeAsync(
        Caller by,
        CredentialKind kind,
        WireId id,
        WireId? smartLock,
        CredentialChanges changes,
        TimeSpan wait,
        CancellationToken cancel
    )
    {
        var outcome = await change.RunAsync(by, kind, id, smartLock, changes with { NeedsLink = true }, cancel);
        if (outcome.IsRefused(out _, out var changed) || !changes.ReachesLocks)
        {
            return outcome;
        }

        if (await FirstRefusalAsync(changed.Tenant, changed.Enrollments, wait) is not { } refusal)
        {
            return changed;
        }

        var undone = await change.UndoAsync(by, changed, CancellationToken.None);
        return undone.Error is null ? refusal : StillDesired(kind);
    }

    /// <summary>
    /// The right has ended when this answers, whatever it answers but that nothing was changed. Refused as unknown: no lock said in time that it does not
    /// hold the credential any more; its removal goes on.
    /// </summary>
    public Task<Outcome<Done>> RevokeAsync(Caller by, CredentialKind kind, WireId id, WireId? smartLock, TimeSpan wait, CancellationToken cancel) =>
        GoneAsync(kind, revoke.RunAsync(by, kind, id, smartLock, needsLink: true, cancel), wait);

    /// <summary>The same for all of a kind that are on a lock.</summary>
    public Task<Outcome<Done>> ClearAsync(Caller by, CredentialKind kind, WireId smartLock, TimeSpan wait, CancellationToken cancel) =>
        GoneAsync(kind, clear.RunAsync(by, kind, smartLock, needsLink: true, cancel), wait);

    /// <param name="making">Under way, for locks that must be reachable.</param>
    internal async Task<Outcome<T>> MadeAsync<T>(Caller by, CredentialKind kind, Task<Outcome<T>> making, TimeSpan wait)
        where T : CreatedCredential
    {
        var outcome = await making;
        if (outcome.IsRefused(out _, out var created))
        {
            return outcome;
        }

        if (await FirstRefusalAsync(created.Tenant, [.. created.Enrollments.Select(one => one.Id)], wait) is not { } refusal)
        {
            return outcome;
        }

        var revoked = await revoke.RunAsync(by, kind, new CoreRow(created.Tenant, created.Credential.Value), CancellationToken.None);
        return revoked.Error is null or { Code: AccessErrorCode.NotFound } ? refusal : StillDesired(kind);
    }

    /// <param name="revoking">Under way, for locks that must be reachable.</param>
    internal async Task<Outcome<Done>> GoneAsync(CredentialKind kind, Task<Outcome<RevokedCredentials>> revoking, TimeSpan wait) =>
        (await revoking).IsRefused(out var refusal, out var revoked) ? refusal
        : await awaitEnrollment.GoneAsync(revoked.Tenant, revoked.Enrollments, wait, CancellationToken.None) ? Done.Yes
        : StillThere(kind);

    private static AccessError StillThere(CredentialKind kind) =>
        new(AccessErrorCode.OutcomeUnknown, "The right has ended; the lock has not said yet that it does not hold it any more.", kind.Noun());

    private static AccessError StillDesired(CredentialKind kind) =>
        new(AccessErrorCode.OutcomeUnknown, "The lock did not take it, and it could not be taken back: the lock may still get it.", kind.Noun());

    /// <summary>A caller who hangs up changes nothing: what is under way is awaited all the same.</summary>
    private async Task<AccessError?> FirstRefusalAsync(TenantId tenant, IReadOnlyList<EnrollmentId> enrollments, TimeSpan wait)
    {
        var ends = await Task.WhenAll(enrollments.Select(one => awaitEnrollment.RunAsync(tenant, one, wait, CancellationToken.None)));
        return Array.Find(ends, end => end is not null);
    }
}

/// <inheritdoc cref="PushCredential"/>
public sealed class PushPasscode
{
    private readonly CreatePasscode create;
    private readonly RevokePasscode revoke;
    private readonly PushCredential push;

    internal PushPasscode(CreatePasscode create, RevokePasscode revoke, PushCredential push) =>
        (this.create, this.revoke, this.push) = (create, revoke, push);

    public Task<Outcome<CreatedPasscode>> CreateAsync(Caller by, CreatePasscodeRequest request, TimeSpan wait, CancellationToken cancel) =>
        push.MadeAsync(by, CredentialKind.Passcode, create.RunAsync(by, request with { NeedsLink = true }, cancel), wait);

    public Task<Outcome<ChangedCredential>> ChangeAsync(
        Caller by,
        WireId id,
        WireId? smartLock,
        PasscodeChanges changes,
        TimeSpan wait,
        CancellationToken cancel
    ) => push.ChangeAsync(by, CredentialKind.Passcode, id, smartLock, changes, wait, cancel);

    /// <inheritdoc cref="PushCredential.RevokeAsync"/>
    public Task<Outcome<Done>> RevokeAsync(Caller by, WireId id, WireId? smartLock, TimeSpan wait, CancellationToken cancel) =>
        push.RevokeAsync(by, CredentialKind.Passcode, id, smartLock, wait, cancel);

    /// <inheritdoc cref="PushCredential.RevokeAsync"/>
    public Task<Outcome<Done>> RevokeByDigitsAsync(Caller by, WireId smartLock, PinDigits digits, TimeSpan wait, CancellationToken cancel) =>
        push.GoneAsync(CredentialKind.Passcode, revoke.ByDigitsAsync(by, smartLock, digits, needsLink: true, cancel), wait);
}
