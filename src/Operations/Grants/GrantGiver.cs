using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <summary>Who gives or changes grants to a lock: a member or key by their standing, else the holder of a grant (AZ-7).</summary>
internal sealed record GrantGiver(AccessGrant? Grant, PermissionSet? Standing)
{
    public static GrantGiver Of(CallerTurn turn, NamedLock smartLock) => new(smartLock.Grant, turn.By.StandingIn(turn.Tenant));

    /// <summary>What they give derives from this; null: it is the tenant's own.</summary>
    public GrantId? Origin => ByStanding is null && Grant is { } own && GrantRules.GivesDerived(own) ? own.Id : null;

    /// <summary>The same where there is a grant already that gets new terms: who gives derived rights makes nobody else's gift theirs.</summary>
    public GrantId? OriginOf(AccessGrant? live) => Origin is not null && live is not null ? live.DerivedFrom : Origin;

    private PermissionSet? ByStanding => Standing is { } standing && standing.Contains(Permission.GrantsWrite) ? standing : null;

    public AccessError? RefuseGiving(GrantTerms terms, DateTimeOffset now) =>
        ByStanding is { } standing ? GrantRules.RefuseGiving(standing, terms) : GrantRules.RefuseGiving(Own, terms, now);

    public AccessError? RefuseChanging(AccessGrant before, AccessGrant after, DateTimeOffset now) =>
        ByStanding is { } standing ? GrantRules.RefuseChanging(standing, before, after) : GrantRules.RefuseChanging(Own, before, after, now);

    public AccessError? RefuseManaging(AccessGrant other) =>
        ByStanding is { } standing ? GrantRules.RefuseChanging(standing, other, other) : GrantRules.RefuseManaging(Own, other);

    // Whoever was let through without a standing was let through by a grant.
    private AccessGrant Own => Grant ?? throw new InvalidOperationException("Asked before the decision about the lock.");
}
