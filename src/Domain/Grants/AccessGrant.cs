namespace Latchwork.Domain.Grants;

/// <summary>What a grant makes of its holder; a higher number includes the acts of a lower one. The numbers are stored: never renumber.</summary>
public enum GrantRole
{
    /// <summary>Opens and sees. Doordeck USER, Sifely's common ekey.</summary>
    Holder = 1,

    /// <summary>Runs the lock. Doordeck ADMIN; with <see cref="AccessGrant.IsDeputy"/>, Sifely's authorised ekey.</summary>
    Manager = 2,

    /// <summary>One a lock. Sifely's admin ekey.</summary>
    Owner = 3,
}

/// <summary>One user's right to one lock: at most one live grant for each pair.</summary>
public sealed record AccessGrant
{
    public required GrantId Id { get; init; }

    public required LockId Lock { get; init; }

    public required UserId User { get; init; }

    public required GrantRole Role { get; init; }

    /// <summary>A manager who names no managers, and whose gifts end with this grant (AZ-7, "authorised ekey"). Means nothing for other roles.</summary>
    public bool IsDeputy { get; init; }

    /// <summary>Both ends as instants, half-open; null for no bound.</summary>
    public TimeWindow Window { get; init; }

    /// <summary>Inside the window only in these hours; null for all of it.</summary>
    public WeeklyHours? Hours { get; init; }

    /// <summary>Opening and locking from afar. The owner always may, whatever this says (Sifely 5.1).</summary>
    public bool CanUnlockRemotely { get; init; }

    public bool IsFrozen { get; init; }

    /// <summary>Given to somebody who has not accepted, or has set no password yet.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>When it was revoked. Once set the grant is over, whatever a node's clock says (AZ-5).</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The giver's grant, where this one lives inside it and ends with it (AZ-7). Null: the tenant's own.</summary>
    public GrantId? DerivedFrom { get; init; }

    /// <summary>Over for good: revoked, or past its end.</summary>
    public bool HasEnded(DateTimeOffset now) => RevokedAt is not null || Window.IsOver(now);

    /// <summary>Whether its holder may ask for the act at all, at the right time. A derived grant is not shared on (AZ-7: depth 1).</summary>
    public bool Includes(AccessAct act) => Role >= act.Rule().Least && !(act == AccessAct.Share && DerivedFrom is not null);

    public bool OpensRemotely => CanUnlockRemotely || Role == GrantRole.Owner;
}
