using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <param name="Enrollments">That are to leave their locks.</param>
public sealed record RevokedPasscode(TenantId Tenant, IReadOnlyList<EnrollmentId> Enrollments);

/// <summary>
/// Ends the right of a passcode at once: on one lock, named by that enrollment, or on all, named by the credential. Taking it off the locks
/// follows and stays visible until each has confirmed it. A second time finds nothing.
/// </summary>
public sealed class RevokePasscode
{
    private readonly PasscodeTurns turns;

    internal RevokePasscode(PasscodeTurns turns) => this.turns = turns;

    /// <param name="smartLock">Where the caller says that it is; on another lock there is no such passcode. Null: not said.</param>
    /// <param name="needsLink">Every lock must be reachable now, else nothing is changed: the caller is going to wait for them.</param>
    public Task<Outcome<RevokedPasscode>> RunAsync(Caller by, WireId id, WireId? smartLock, bool needsLink, CancellationToken cancel) =>
        turns.RunAsync(by, AuditKind.CredentialRevoked, id, smartLock, (turn, passcode, _) => RevokeAsync(turn, passcode, needsLink, cancel), cancel);

    /// <summary>The same by row.</summary>
    internal Task<Outcome<RevokedPasscode>> RunAsync(Caller by, CoreRow row, CancellationToken cancel) =>
        turns.RunAsync(by, AuditKind.CredentialRevoked, row, (turn, passcode, _) => RevokeAsync(turn, passcode, needsLink: false, cancel), cancel);

    /// <summary>Each that has these digits on the lock now, or will have.</summary>
    public Task<Outcome<RevokedPasscode>> ByDigitsAsync(Caller by, WireId smartLock, PinDigits digits, bool needsLink, CancellationToken cancel) =>
        turns.OnLockAsync<RevokedPasscode>(
            by,
            AuditKind.CredentialRevoked,
            smartLock,
            AccessAct.RevokeCredentials,
            async (turn, on, keys) =>
            {
                var all = new List<EnrollmentId>();
                foreach (var passcode in await StoredPasscode.ByDigitsAsync(turn, on, keys.PinIndexes(on, digits), cancel))
                {
                    if ((await RevokeAsync(turn, passcode, needsLink, cancel)).IsRefused(out var refusal, out var revoked))
                    {
                        return refusal;
                    }

                    all.AddRange(revoked.Enrollments);
                }

                return all.Count == 0 ? AccessError.NotFound(Noun.Passcode) : new RevokedPasscode(turn.Tenant, all);
            },
            cancel
        );

    private static async Task<Outcome<RevokedPasscode>> RevokeAsync(
        CallerTurn turn,
        StoredPasscode passcode,
        bool needsLink,
        CancellationToken cancel
    )
    {
        var locks = await KeypadLock.OfAsync(turn, passcode.Named.Select(place => place.Lock), cancel);
        foreach (var place in passcode.Named)
        {
            var refusal = locks.TryGetValue(place.Lock, out var smartLock)
                ? smartLock.Refuse(AccessAct.RevokeCredentials, turn.By, turn.Tenant, turn.Now) ?? (needsLink ? smartLock.RefuseLink() : null)
                : AccessError.NotFound(Noun.Passcode);
            if (refusal is not null)
            {
                return refusal.Code == AccessErrorCode.NotFound ? AccessError.NotFound(Noun.Passcode) : refusal;
            }
        }

        await SaveAsync(turn, passcode, cancel);
        foreach (var place in passcode.Named)
        {
            turn.Told.Add(turn.Event(AuditKind.CredentialRevoked, place.Lock, passcode.Id) with { Shown = CredentialKind.Passcode });
            if (locks[place.Lock].Link is { } link)
            {
                turn.Woken.Add(link);
            }
        }

        return new RevokedPasscode(turn.Tenant, [.. passcode.Named.Select(place => place.Id)]);
    }

    /// <summary>
    /// What only a telephone carries is gone for this server at once: nothing will ever confirm it. A lock that works codes out by itself is told
    /// which it must refuse.
    /// </summary>
    private static Task<int> SaveAsync(CallerTurn turn, StoredPasscode passcode, CancellationToken cancel) =>
        turn.Work.DoAsync(
            $"""
            with ended as (
                update enrollment set desired_present = false, asked_at = $4, updated_at = $4, remove_at = $4,
                    due_at = case when path = {(int)EnrollmentPath.Link} then $4 end,
                    gone_at = case when path = {(int)EnrollmentPath.Phone} then $4 end
                where tenant_id = $1 and enrollment_id = any ($3) returning lock_id, path),
            told as (
                update smart_lock set offline_orders = offline_orders + 1
                where tenant_id = $1 and lock_id in (select lock_id from ended where path = {(int)EnrollmentPath.OfflineScheme}))
            update credential c set revoked_at = $4, updated_at = $4
            where tenant_id = $1 and credential_id = $2 and not exists (select from enrollment e
                where e.tenant_id = $1 and e.credential_id = $2 and e.desired_present and e.gone_at is null and not (e.enrollment_id = any ($3)))
            """,
            [turn.Tenant.Value, passcode.Id.Value, passcode.Named.Select(place => place.Id.Value).ToArray(), turn.Now],
            cancel
        );
}
