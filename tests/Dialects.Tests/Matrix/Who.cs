namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>The kinds of principals that every route is asked by. Grants are to the house's front door.</summary>
internal enum Who
{
    Anonymous,

    /// <summary>A key that was never issued.</summary>
    UnknownKey,

    /// <summary>A key that its owner rolled.</summary>
    RolledKey,

    /// <summary>Of the house, by key.</summary>
    Owner,

    /// <summary>The same person with a token of the older log-in.</summary>
    OwnerByToken,
    Manager,

    /// <summary>An authorised ekey.</summary>
    Deputy,
    Holder,

    /// <summary>Holds a grant that does not open from afar.</summary>
    HolderAtTheDoor,
    NotYet,
    Ended,
    Revoked,
    Frozen,

    /// <summary>Has not accepted yet.</summary>
    Waiting,

    /// <summary>Members of the house with a role, and no grant.</summary>
    Administrator,
    Auditor,
    Integrator,

    /// <summary>Held a grant and a key; then the account was disabled.</summary>
    Disabled,

    /// <summary>Keys of our own API, of the house.</summary>
    NativeKeyWithAll,
    NativeKeyWithNothing,

    /// <summary>The owner of the other tenant.</summary>
    Neighbour,
}
