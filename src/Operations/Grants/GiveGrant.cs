using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <param name="Name">What the giver calls it; null where a wire has no such thing, so that it says nothing of one that another wire gave.</param>
internal sealed record Gift(UserId User, GrantTerms Terms, string? Name = null, string? Remarks = null);

/// <summary>
/// Writes one grant in the turn of whoever gives it. There is one for each person and lock, so giving again gives the same one new terms, and what derives from
/// it follows. It waits for who has not shown yet that their account is theirs.
/// </summary>
internal sealed class GiveGrant(WireIds ids)
{
    private static readonly AccessError ToOneself = new(AccessErrorCode.ToOneself, "You have it already.", Noun.Grant);
    private static readonly AccessError ToTheOwner = new(AccessErrorCode.Taken, "They own this lock.", Noun.Grant);

    /// <summary>Why the caller may not; nothing was written then.</summary>
    /// <param name="live">From <see cref="LiveAsync"/>; null where the receiver is not known yet.</param>
    public static AccessError? Refuse(CallerTurn turn, NamedLock smartLock, UserId? receiver, AccessGrant? live, GrantTerms terms)
    {
        var giver = GrantGiver.Of(turn, smartLock);
        return smartLock.Refuse(AccessAct.Share, turn)
            ?? (receiver is { } user && user == turn.By.User ? ToOneself : null)
            ?? (live?.Role == GrantRole.Owner ? ToTheOwner : null)
            ?? giver.RefuseGiving(terms, turn.Now)
            ?? (
                Standing(live, turn) is { } standing
                    ? giver.RefuseChanging(standing, As(standing.Id, smartLock.Id, standing.User, terms, null), turn.Now)
                    : null
            );
    }

    /// <summary>The receiver's grant to the lock, one that is over too.</summary>
    public static Task<AccessGrant?> LiveAsync(CallerTurn turn, LockId smartLock, UserId user, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.lock_id = $2 and g.user_id = $3 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0),
            [turn.Tenant.Value, smartLock.Value, user.Value],
            cancel
        );

    /// <summary>After <see cref="Refuse"/> has let it through.</summary>
    public async Task<Outcome<GivenGrant>> SaveAsync(CallerTurn turn, NamedLock smartLock, AccessGrant? live, Gift gift, CancellationToken cancel)
    {
        var origin = GrantGiver.Of(turn, smartLock).OriginOf(Standing(live, turn));
        var given = As(live?.Id ?? GrantId.New(turn.Now), smartLock.Id, gift.User, gift.Terms, origin);
        turn.Raised.Add(given.User);
        if (!await Receivers.HoldAsync(turn, given.User, cancel))
        {
            return Receivers.Unknown;
        }

        var isSame = Standing(live, turn) is not null && gift.Name is null;
        var isWaiting = await WriteAsync(turn, given, gift, isSame, cancel);
        if (live is null)
        {
            await ids.IssueAsync(turn.Work, turn.Tenant, given.Id.Value, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        }
        else
        {
            await GrantChanges.FollowAsync(turn, given, cancel);
        }

        turn.Tell(
            turn.Event(AuditKind.GrantGiven, smartLock.Id) with
            {
                On = new AuditObject(Noun.Grant, given.Id.Value),
                Changed = GrantStory.Told(live, given),
            }
        );
        var number = await WireIds.NumberAsync(turn.Work, turn.Tenant, given.Id.Value, WireIdKind.GrantNumber, cancel);
        return new GivenGrant(given.Id, number, isWaiting) { Holder = given.User };
    }

    /// <summary>One that is over stands in nobody's way: what is given in its place is a gift like the first.</summary>
    private static AccessGrant? Standing(AccessGrant? live, CallerTurn turn) => live?.HasEnded(turn.Now) == true ? null : live;

    private static AccessGrant As(GrantId id, LockId smartLock, UserId user, GrantTerms terms, GrantId? origin) =>
        new()
        {
            Id = id,
            Lock = smartLock,
            User = user,
            Role = terms.Role,
            IsDeputy = terms.IsDeputy,
            Window = terms.Window,
            Hours = terms.Hours,
            CanUnlockRemotely = terms.CanUnlockRemotely,
            DerivedFrom = origin,
        };

    /// <param name="isSame">It is the grant that they hold, with other terms: its name and age stay.</param>
    /// <returns>Whether it waits for their first password.</returns>
    private static Task<bool> WriteAsync(CallerTurn turn, AccessGrant given, Gift gift, bool isSame, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            $"""
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, is_deputy, name, remarks, starts_at, ends_at, opens_remotely, given_by,
                derived_from, accepted_at, created_at, updated_at, hours)
            select $1, $2, $3, u.user_id, $5, $6, $7, $8, $9::timestamptz, $10::timestamptz, $11, $12::uuid, $13::uuid,
                case when {Receivers.HoldsAtOnce} then $14::timestamptz end, $14, $14, $16::text
            from app_user u where u.user_id = $4
            on conflict (tenant_id, grant_id) do update set role = excluded.role, is_deputy = excluded.is_deputy,
                name = case when $15 then access_grant.name else excluded.name end,
                remarks = case when $15 then coalesce(excluded.remarks, access_grant.remarks) else excluded.remarks end, starts_at = excluded.starts_at, ends_at = excluded.ends_at, hours = excluded.hours,
                opens_remotely = excluded.opens_remotely, given_by = excluded.given_by, derived_from = excluded.derived_from,
                accepted_at = case when $15 then coalesce(access_grant.accepted_at, excluded.accepted_at) else excluded.accepted_at end, frozen_at = null,
                created_at = case when $15 then access_grant.created_at else excluded.created_at end, updated_at = excluded.updated_at
            returning accepted_at is null
            """,
            row => row.GetBoolean(0),
            [
                turn.Tenant.Value,
                given.Id.Value,
                given.Lock.Value,
                given.User.Value,
                (short)given.Role,
                given.IsDeputy,
                gift.Name ?? "",
                gift.Remarks,
                given.Window.StartsAt,
                given.Window.EndsAt,
                given.CanUnlockRemotely,
                turn.By.User?.Value,
                given.DerivedFrom?.Value,
                turn.Now,
                isSame,
                given.Hours?.ToString(),
            ],
            cancel
        );
}
