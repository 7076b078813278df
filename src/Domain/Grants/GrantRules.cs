using Latchwork.Domain.Users;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Domain.Grants;

/// <summary>What is to be given. The instants are cut to microseconds.</summary>
public sealed record GrantTerms(GrantRole Role, TimeWindow Window, WeeklyHours? Hours = null, bool CanUnlockRemotely = false, bool IsDeputy = false);

/// <summary>
/// AZ-7: nobody gives more than they hold. Asked after <see cref="AccessDecision"/> has let <see cref="AccessAct.Share"/> or
/// <see cref="AccessAct.ManageGrants"/> through, and again for each change that lets more through.
/// <para>A gift of the owner, of a manager without end or of a member is the tenant's own and stays. A gift of a deputy, or of a manager whose own grant
/// ends, is derived: it lives inside the giver's grant, is not given on, and ends with it.</para>
/// </summary>
public static class GrantRules
{
    /// <summary>Whether what this grant's holder gives is derived from it.</summary>
    public static bool GivesDerived(AccessGrant giver) => giver.Role != GrantRole.Owner && (giver.IsDeputy || giver.Window.EndsAt is not null);

    /// <summary>Why the holder of a grant may not give this. Longer than the giver's own is NotAllowed about a grant.</summary>
    public static AccessError? RefuseGiving(AccessGrant giver, GrantTerms terms, DateTimeOffset now) =>
        RefuseTerms(terms)
        ?? (
            !giver.Includes(AccessAct.Share) || !MayName(giver, terms.Role) ? TooHigh
            : terms.CanUnlockRemotely && !giver.OpensRemotely ? NotOwnRemote
            : !terms.Window.IsInside(giver.Window, now) ? NotOwnWindow
            : !AreInside(terms.Hours, giver.Hours) ? NotOwnHours
            : null
        );

    /// <summary>Why a member or key may not give this: the new holder would have a right that the giver lacks.</summary>
    public static AccessError? RefuseGiving(PermissionSet standing, GrantTerms terms) =>
        RefuseTerms(terms) ?? (standing.Contains(Permission.GrantsWrite) && standing.Contains(PermissionsOf(terms.Role)) ? null : TooHigh);

    /// <summary>
    /// Why the holder of a grant may not freeze, shorten or revoke another's. The owner's grant is never managed by others, nor the
    /// grant that one's own derives from.
    /// </summary>
    public static AccessError? RefuseManaging(AccessGrant manager, AccessGrant other) =>
        manager.Includes(AccessAct.ManageGrants) && MayName(manager, other.Role) && manager.DerivedFrom != other.Id ? null : TooHigh;

    /// <summary>
    /// Why the holder of a grant may not change another's so. What lets more through is a gift of what it then is, and who gives derived rights widens
    /// only those that derive from their own: another's gift would outlive them.
    /// </summary>
    public static AccessError? RefuseChanging(AccessGrant manager, AccessGrant before, AccessGrant after, DateTimeOffset now) =>
        RefuseManaging(manager, before)
        ?? (
            !Widens(before, after, now) ? null
            : GivesDerived(manager) && before.DerivedFrom != manager.Id ? TooHigh
            : RefuseGiving(manager, TermsOf(after), now)
        );

    /// <summary>The same for a member or key.</summary>
    public static AccessError? RefuseChanging(PermissionSet standing, AccessGrant before, AccessGrant after) =>
        before.Role == GrantRole.Owner ? TooHigh : RefuseGiving(standing, TermsOf(after));

    /// <summary>Whether the change lets more through, now or later.</summary>
    public static bool Widens(AccessGrant before, AccessGrant after, DateTimeOffset now) =>
        after.Role > before.Role
        || (after.Role == GrantRole.Manager && before.IsDeputy && !after.IsDeputy)
        || (after.CanUnlockRemotely && !before.CanUnlockRemotely)
        || (before.IsFrozen && !after.IsFrozen)
        || !after.Window.IsInside(before.Window, now)
        || !AreInside(after.Hours, before.Hours);

    /// <summary>
    /// A derived grant after its giver's has changed, to be saved in the same transaction. It only ever shrinks: it ends when the giver's ends or when the
    /// giver could no longer give it, its window is cut, and hours that the giver now has become its own where it had none.
    /// </summary>
    public static AccessGrant Follow(AccessGrant giver, AccessGrant derived, DateTimeOffset now)
    {
        var cut = derived with
        {
            Window = derived.Window.Within(giver.Window),
            Hours = derived.Hours ?? giver.Hours,
            CanUnlockRemotely = derived.CanUnlockRemotely && giver.OpensRemotely,
        };
        var isLost =
            giver.HasEnded(now)
            || !giver.Includes(AccessAct.Share)
            || !MayName(giver, cut.Role)
            || !AreInside(cut.Hours, giver.Hours)
            || cut.Window.IsEmpty;
        return isLost ? cut with { RevokedAt = derived.RevokedAt ?? now } : cut;
    }

    // A deputy names holders only; nobody names an owner.
    private static bool MayName(AccessGrant giver, GrantRole role) =>
        role == GrantRole.Holder
        || (role == GrantRole.Manager && (giver.Role == GrantRole.Owner || (giver.Role == GrantRole.Manager && !giver.IsDeputy)));

    private static bool AreInside(WeeklyHours? hours, WeeklyHours? outer) => outer is null || hours?.IsInside(outer) == true;

    private static PermissionSet PermissionsOf(GrantRole role)
    {
        var set = PermissionSet.None;
        foreach (var act in Enum.GetValues<AccessAct>())
        {
            var rule = act.Rule();
            set = rule.Least <= role && rule.Permission is { } permission ? set.With(permission) : set;
        }

        return set;
    }

    private static GrantTerms TermsOf(AccessGrant grant) => new(grant.Role, grant.Window, grant.Hours, grant.CanUnlockRemotely, grant.IsDeputy);

    private static AccessError? RefuseTerms(GrantTerms terms) =>
        terms.Window.IsEmpty ? AccessError.Invalid("The end is not after the start.", Noun.Grant)
        : terms.Role == GrantRole.Owner ? NoOwner
        : !Enum.IsDefined(terms.Role) ? TooHigh
        : null;

    private static readonly AccessError NoOwner = new(NotAllowed, "Ownership is handed on by a transfer.");
    private static readonly AccessError TooHigh = new(NotAllowed, "That is more than you may give.");
    private static readonly AccessError NotOwnRemote = new(NotAllowedRemotely, "Your own grant does not include opening from afar.", Noun.Grant);
    private static readonly AccessError NotOwnWindow = new(NotAllowed, "That is longer than your own grant.", Noun.Grant);
    private static readonly AccessError NotOwnHours = new(NotAllowed, "That is outside the hours of your own grant.", Noun.Grant);
}
