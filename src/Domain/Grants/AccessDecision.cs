using System.Net;
using Latchwork.Domain.Users;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Domain.Grants;

/// <summary>
/// The one decision about access (AZ-1): nothing is allowed unless it is found here (AZ-2). First the caller, then the lock, so that nobody learns a
/// lock's state who could not act on it; within each the most lasting reason first, so that no answer promises that waiting would help when it would not.
/// <list type="number">
/// <item>Membership or key scopes suffice: the grant is not asked.</item>
/// <item>Neither grant nor standing: <see cref="NotFound"/>, as if the lock did not exist (AZ-3).</item>
/// <item>Grant revoked or past its end: <see cref="Ended"/>; with a standing that is too weak, <see cref="NotAllowed"/>.</item>
/// <item>Role without the act: <see cref="NotAllowed"/>. It will be so at any time.</item>
/// <item>From here on only acts that need an active grant. No remote right: <see cref="NotAllowedRemotely"/>.</item>
/// <item>Grant frozen: <see cref="Frozen"/>. Somebody must undo that.</item>
/// <item>Waiting for acceptance, or starting later: <see cref="NotYet"/>.</item>
/// <item>Outside the grant's recurring hours: <see cref="OutsideHours"/>.</item>
/// <item>The lock, with no exception for owners: it cannot (<see cref="Unsupported"/>), its remote unlocking is off (<see cref="Unsupported"/>: wires have
/// one answer for both), it is frozen (<see cref="Frozen"/>), opening from this address (<see cref="AddressNotPermitted"/>), opening at this time
/// (<see cref="OutsideHours"/>).</item>
/// </list>
/// </summary>
public static class AccessDecision
{
    /// <summary>Why the caller may not do this at this lock now; null when they may.</summary>
    public static AccessError? Refuse(AccessAct act, AccessFacts facts, DateTimeOffset now)
    {
        var rule = act.Rule();
        return RefuseCaller(act, rule, facts, now) ?? RefuseByLock(rule, facts, now);
    }

    /// <summary>
    /// The same for what was shown at the door, with nobody calling: the credential is asked in place of a caller, and then the lock. A credential that is not
    /// one of this lock's does not exist for it.
    /// </summary>
    /// <param name="from">Where it came from, if not from a reader at the door: then the lock's rules of remote opening count.</param>
    public static AccessError? RefuseShown(ShownCredential? shown, LockFacts smartLock, DateTimeOffset now, IPAddress? from = null) =>
        shown is null ? NoSuchCredential
        : !shown.IsDesired || shown.Window.IsOver(now) ? CredentialEnded
        : !shown.Window.HasBegun(now) ? CredentialStartsLater
        : shown.Hours?.Contains(now) == false ? OutsideItsHours
        : RefuseByLock(
            AccessAct.Unlock.Rule(),
            new AccessFacts
            {
                Lock = smartLock,
                IsRemote = from is not null,
                CallerAddress = from ?? IPAddress.None,
            },
            now
        );

    /// <summary>The same for what is not one lock: sites, webhooks, keys, members. Without a standing in its tenant it does not exist.</summary>
    public static AccessError? Refuse(Permission needed, PermissionSet? standing, Noun what) =>
        standing is not { } own ? AccessError.NotFound(what)
        : own.Contains(needed) ? null
        : TooWeak;

    private static AccessError? RefuseCaller(AccessAct act, ActRule rule, AccessFacts facts, DateTimeOffset now)
    {
        var isMember = facts.Standing is not null;
        if (facts.Standing is { } standing && rule.Permission is { } needed && standing.Contains(needed))
        {
            return null;
        }

        return facts.Grant is not { } grant ? (isMember ? TooWeak : NoSuchLock)
            : grant.HasEnded(now) ? (isMember ? TooWeak : GrantEnded)
            : !grant.Includes(act) ? TooWeak
            : rule.Is(ActTraits.AnyTime) ? null
            : RefuseByGrant(rule, grant, facts.IsRemote, now);
    }

    private static AccessError? RefuseByGrant(ActRule rule, AccessGrant grant, bool isRemote, DateTimeOffset now) =>
        isRemote && rule.Is(ActTraits.Motion) && !grant.OpensRemotely ? NotFromAfar
        : grant.IsFrozen ? GrantFrozen
        : grant.IsWaiting ? GrantWaiting
        : !grant.Window.HasBegun(now) ? GrantStartsLater
        : grant.Hours?.Contains(now) == false ? OutsideOwnHours
        : null;

    private static AccessError? RefuseByLock(ActRule rule, AccessFacts facts, DateTimeOffset now)
    {
        var smartLock = facts.Lock;
        var opens = rule.Is(ActTraits.Opens);
        return (smartLock.Capabilities & rule.Needs) != rule.Needs ? CannotDoThat
            : opens && facts.IsRemote && smartLock.IsRemoteUnlockOff ? RemoteIsOff
            : smartLock.IsFrozen && rule.Is(ActTraits.Motion | ActTraits.AddsAccess) ? LockFrozen
            : opens && facts.IsRemote && !PermitsAddress(facts) ? FromElsewhere
            : opens && !IsInUsageHours(smartLock, now) ? OutsideUsageHours
            : null;
    }

    private static bool PermitsAddress(AccessFacts facts) =>
        facts.Lock.PermittedAddresses.IsEmpty || facts.Lock.PermittedAddresses.Contains(facts.CallerAddress);

    private static bool IsInUsageHours(LockFacts smartLock, DateTimeOffset now)
    {
        for (var i = 0; i < smartLock.UsageHours.Count; i++)
        {
            if (smartLock.UsageHours[i].Contains(now))
            {
                return true;
            }
        }

        return smartLock.UsageHours.Count == 0;
    }

    private static readonly AccessError NoSuchCredential = new(NotFound, "Nothing like it opens this lock.");
    private static readonly AccessError CredentialEnded = new(Ended, "What was shown opens this lock no more.");
    private static readonly AccessError CredentialStartsLater = new(NotYet, "What was shown opens this lock later.");
    private static readonly AccessError OutsideItsHours = new(OutsideHours, "What was shown does not open this lock at this hour.");
    private static readonly AccessError NoSuchLock = AccessError.NotFound(Noun.Lock);
    private static readonly AccessError TooWeak = new(NotAllowed, "Your right does not include this.");
    private static readonly AccessError GrantEnded = new(Ended, "Your grant has ended.", Noun.Grant);
    private static readonly AccessError NotFromAfar = new(NotAllowedRemotely, "Your grant does not include opening from afar.", Noun.Grant);
    private static readonly AccessError GrantFrozen = new(Frozen, "Your grant is frozen.", Noun.Grant);
    private static readonly AccessError GrantWaiting = new(NotYet, "Your grant has not been accepted yet.", Noun.Grant);
    private static readonly AccessError GrantStartsLater = new(NotYet, "Your grant starts later.", Noun.Grant);
    private static readonly AccessError OutsideOwnHours = new(OutsideHours, "Your grant does not hold at this hour.", Noun.Grant);
    private static readonly AccessError CannotDoThat = new(Unsupported, "This lock cannot do that.", Noun.Lock);
    private static readonly AccessError RemoteIsOff = new(Unsupported, "Opening from afar is switched off at this lock.", Noun.Lock);
    private static readonly AccessError LockFrozen = new(Frozen, "The lock is frozen.", Noun.Lock);
    private static readonly AccessError FromElsewhere = new(AddressNotPermitted, "This lock does not open for your address.", Noun.Lock);
    private static readonly AccessError OutsideUsageHours = new(OutsideHours, "This lock does not open at this hour.", Noun.Lock);
}
