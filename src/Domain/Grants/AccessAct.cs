namespace Latchwork.Domain.Grants;

/// <summary>Everything that can be asked of a lock. One closed list; <see cref="ActRules"/> says who may.</summary>
public enum AccessAct
{
    /// <summary>It is listed, with its name and the caller's own window.</summary>
    SeeLock,
    ReadDetail,

    /// <summary>Ask for anything that needs a grant which holds now; by itself it is nothing yet.</summary>
    BeAdmitted,

    /// <summary>Ask whether bolt and door are open.</summary>
    ReadOpenState,

    /// <summary>What the caller did at this lock.</summary>
    ReadOwnRecords,
    ReadAllRecords,

    /// <summary>The caller's own alias, colour, favourite.</summary>
    SetPreference,
    Unlock,
    Lock,

    /// <summary>Lock a door that was left open, as the lock was told to. A frozen lock too: freezing stops those who come, not the bolt on its way home.</summary>
    Relock,

    /// <summary>Credentials without their digits.</summary>
    ListCredentials,
    RevealCredentials,

    /// <summary>Add or change. Taking away is <see cref="RevokeCredentials"/>: it must work when adding does not.</summary>
    ManageCredentials,
    RevokeCredentials,
    ListGrants,

    /// <summary>Give a grant, or change one in any way that lets more through. <see cref="GrantRules"/> says what may be given.</summary>
    Share,

    /// <summary>Freeze, revoke or shorten the grants of others.</summary>
    ManageGrants,

    /// <summary>Revoke everybody's but the owner's.</summary>
    RevokeAllGrants,

    /// <summary>End one's own grant.</summary>
    GiveUpGrant,

    /// <summary>The lock's own name.</summary>
    Rename,

    /// <summary>Settings, open hours, usage requirements, permitted addresses.</summary>
    ChangeSettings,

    /// <summary>Know of what relays for the lock.</summary>
    SeeGateway,

    /// <summary>Tell what the lock has in its own log. It is kept as a claim.</summary>
    ClaimRecords,

    /// <summary>Freeze or unfreeze the lock.</summary>
    FreezeLock,
    Transfer,
    Delete,

    /// <summary>Have a wire show records no more.</summary>
    HideRecords,

    /// <summary>Change what relays for the lock; to be asked of every lock behind it.</summary>
    ManageGateway,
}
