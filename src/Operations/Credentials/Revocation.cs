using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Credentials;

/// <summary>Takes credentials of one kind off the locks that were meant: all of them or none. The round trips do not grow with them.</summary>
/// <param name="NeedsLink">Every lock must be reachable now.</param>
internal sealed record Revocation(CallerTurn Turn, CredentialKind Kind, bool NeedsLink)
{
    public async Task<Outcome<RevokedCredentials>> RunAsync(IReadOnlyList<StoredCredential> stored, CancellationToken cancel)
    {
        var named = stored.SelectMany(one => one.Named.Select(place => (Credential: one.Id, Place: place))).ToList();
        var locks = await CredentialLock.OfAsync(Turn, named.Select(one => one.Place.Lock), cancel);
        foreach (var (_, place) in named)
        {
            if (Refuse(place, locks.GetValueOrDefault(place.Lock)) is { } refusal)
            {
                return Kind.Told(refusal);
            }
        }

        if (NeedsLink && Kind == CredentialKind.Fingerprint)
        {
            await ClearOverLinkAsync([.. named.Select(one => one.Place).Where(place => !place.HasEnded)], cancel);
        }

        await SaveAsync([.. stored.Select(one => one.Id.Value)], [.. named.Select(one => one.Place.Id.Value)], cancel);
        foreach (var (credential, place) in named)
        {
            Turn.Told.Add(Turn.Event(AuditKind.CredentialRevoked, place.Lock, credential) with { Shown = Kind });
            if (locks[place.Lock].Link is { } link)
            {
                Turn.Woken.Add(link);
            }
        }

        return new RevokedCredentials(Turn.Tenant, [.. named.Select(one => one.Place.Id)]);
    }

    private AccessError? Refuse(StoredCredential.Place place, CredentialLock? smartLock) =>
        smartLock is null ? Kind.Missing()
        : smartLock.Refuse(AccessAct.RevokeCredentials, Turn.By, Turn.Tenant, Turn.Now) is { } weak ? weak
        : !NeedsLink || place.HasEnded ? null
        : Kind == CredentialKind.Fingerprint && place.Slot is null ? HasNoSlot
        : smartLock.RefuseLink();

    /// <summary>
    /// A finger came to the lock without this server, and its slot is known: from now on it is the plan's to take it out, and to see that it is gone.
    /// </summary>
    private Task<int> ClearOverLinkAsync(IReadOnlyList<StoredCredential.Place> places, CancellationToken cancel) =>
        Turn.Work.DoAsync(
            $"""
            update enrollment e set path = {(int)EnrollmentPath.Link}, plan = u.plan::jsonb, observed = 1
            from unnest($2::uuid[], $3::text[]) as u (enrollment_id, plan)
            where e.tenant_id = $1 and e.enrollment_id = u.enrollment_id
            """,
            [Turn.Tenant.Value, places.Select(place => place.Id.Value).ToArray(), places.Select(place => HeldIn(place).ToJson()).ToArray()],
            cancel
        );

    private StoredPlan HeldIn(StoredCredential.Place place) =>
        StoredPlan.None with
        {
            State = new EnrollmentState
            {
                Desired = new Desired(IsPresent: true, place.Revision, From: null, Until: null, Turn.Now),
                Slot = place.Slot,
                Knowledge = SlotKnowledge.Ours,
                SeenRevision = place.Revision,
                MayHold = true,
            },
        };

    /// <summary>
    /// What only a telephone carries is gone for this server at once: nothing will ever confirm it. A lock that works codes out by itself is told
    /// which it must refuse.
    /// </summary>
    private Task<int> SaveAsync(Guid[] credentials, Guid[] enrollments, CancellationToken cancel) =>
        Turn.Work.DoAsync(
            $"""
            with ended as (
                update enrollment set desired_present = false, asked_at = $4, updated_at = $4, remove_at = $4,
                    due_at = case when path = {(int)EnrollmentPath.Link} and gone_at is null then $4 end,
                    gone_at = coalesce(gone_at, case when path = {(int)EnrollmentPath.Phone} then $4 end)
                where tenant_id = $1 and enrollment_id = any ($3) returning lock_id, path),
            told as (
                update smart_lock set offline_orders = offline_orders + 1
                where tenant_id = $1 and lock_id in (select lock_id from ended where path = {(int)EnrollmentPath.OfflineScheme}))
            update credential c set revoked_at = $4, updated_at = $4
            where tenant_id = $1 and credential_id = any ($2) and not exists (select from enrollment e
                where e.tenant_id = $1 and e.credential_id = c.credential_id and e.desired_present
                    and not (e.enrollment_id = any ($3)))
            """,
            [Turn.Tenant.Value, credentials, enrollments, Turn.Now],
            cancel
        );

    private static readonly AccessError HasNoSlot = new(
        AccessErrorCode.Unsupported,
        "Nothing but a telephone at the lock can take out a finger whose slot is not known.",
        Noun.Lock
    );
}
