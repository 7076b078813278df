using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Creates or changes a passcode for a caller who wants to know that the lock took it. Where it did not, in time or at all, what was asked is
/// taken back before the answer: a new passcode is revoked, and its removal stays planned and visible, because it may be there; after a change
/// the former values are desired again, unless somebody has changed them since. Where it cannot be taken back, the answer is that nobody knows.
/// </summary>
public sealed class PushPasscode
{
    private readonly CreatePasscode create;
    private readonly ChangePasscode change;
    private readonly RevokePasscode revoke;
    private readonly AwaitEnrollment awaitEnrollment;

    internal PushPasscode(CreatePasscode create, ChangePasscode change, RevokePasscode revoke, AwaitEnrollment awaitEnrollment) =>
        (this.create, this.change, this.revoke, this.awaitEnrollment) = (create, change, revoke, awaitEnrollment);

    public async Task<Outcome<CreatedPasscode>> CreateAsync(Caller by, CreatePasscodeRequest request, TimeSpan wait, CancellationToken cancel)
    {
        var outcome = await create.RunAsync(by, request with { NeedsLink = true }, cancel);
        if (outcome.IsRefused(out _, out var created))
        {
            return outcome;
        }

        if (await FirstRefusalAsync(created.Tenant, [.. created.Enrollments.Select(one => one.Id)], wait) is not { } refusal)
        {
            return created;
        }

        var revoked = await revoke.RunAsync(by, new CoreRow(created.Tenant, created.Credential.Value), CancellationToken.None);
        return revoked.Error is null or { Code: AccessErrorCode.NotFound } ? refusal : StillDesired;
    }

    public async Task<Outcome<ChangedPasscode>> ChangeAsync(
        Caller by,
        WireId id,
        WireId? smartLock,
        PasscodeChanges changes,
        TimeSpan wait,
        CancellationToken cancel
    )
    {
        var outcome = await change.RunAsync(by, id, smartLock, changes with { NeedsLink = true }, cancel);
        if (outcome.IsRefused(out _, out var changed) || !changes.ReachesLocks)
        {
            return outcome;
        }

        if (await FirstRefusalAsync(changed.Tenant, changed.Enrollments, wait) is not { } refusal)
        {
            return changed;
        }

        var undone = await change.UndoAsync(by, changed, CancellationToken.None);
        return undone.Error is null ? refusal : StillDesired;
    }

    /// <summary>
    /// The right has ended when this answers, whatever it answers but that nothing was changed. Refused as unknown: no lock said in time that it does not
    /// hold the passcode any more; its removal goes on.
    /// </summary>
    public Task<Outcome<Done>> RevokeAsync(Caller by, WireId id, WireId? smartLock, TimeSpan wait, CancellationToken cancel) =>
        GoneAsync(revoke.RunAsync(by, id, smartLock, needsLink: true, cancel), wait);

    /// <inheritdoc cref="RevokeAsync"/>
    public Task<Outcome<Done>> RevokeByDigitsAsync(Caller by, WireId smartLock, PinDigits digits, TimeSpan wait, CancellationToken cancel) =>
        GoneAsync(revoke.ByDigitsAsync(by, smartLock, digits, needsLink: true, cancel), wait);

    private async Task<Outcome<Done>> GoneAsync(Task<Outcome<RevokedPasscode>> revoking, TimeSpan wait)
    {
        if ((await revoking).IsRefused(out var refusal, out var revoked))
        {
            return refusal;
        }

        var ends = await Task.WhenAll(
            revoked.Enrollments.Select(one => awaitEnrollment.GoneAsync(revoked.Tenant, one, wait, CancellationToken.None))
        );
        return ends.All(isGone => isGone) ? Done.Yes : StillThere;
    }

    private static readonly AccessError StillThere = new(
        AccessErrorCode.OutcomeUnknown,
        "The right has ended; the lock has not said yet that it does not hold the passcode any more.",
        Noun.Passcode
    );

    private static readonly AccessError StillDesired = new(
        AccessErrorCode.OutcomeUnknown,
        "The lock did not take it, and it could not be taken back: the lock may still get it.",
        Noun.Passcode
    );

    /// <summary>A caller who hangs up changes nothing: what is under way is awaited all the same.</summary>
    private async Task<AccessError?> FirstRefusalAsync(TenantId tenant, IReadOnlyList<EnrollmentId> enrollments, TimeSpan wait)
    {
        var ends = await Task.WhenAll(enrollments.Select(one => awaitEnrollment.RunAsync(tenant, one, wait, CancellationToken.None)));
        return Array.Find(ends, end => end is not null);
    }
}
