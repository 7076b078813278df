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

    /// <summary>The owner of the other tenant.</summary>
    Neighbour,

    /// <summary>A key of our own API that was never issued.</summary>
    UnknownNativeKey,

    /// <summary>Keys of our own API, of the house: by their scopes, some those of a role.</summary>
    NativeKeyWithAll,
    NativeKeyWithNothing,
    NativeKeyOfOperator,
    NativeKeyOfIntegrator,
    NativeKeyOfAuditor,

    /// <summary>May unlock and nothing else.</summary>
    NativeKeyToOpen,

    /// <summary>Had every scope until it was revoked.</summary>
    RevokedNativeKey,

    /// <summary>With every scope, of the other tenant.</summary>
    NativeKeyOfNeighbour,

    /// <summary>Sends the token that this server was set up with.</summary>
    SetUpToken,

    /// <summary>People at the console, members of the house: with the cookie of their session, and a second factor where their role needs one.</summary>
    ConsoleOwner,
    ConsoleOperator,
    ConsoleIntegrator,
    ConsoleAuditor,

    /// <summary>The owner of the other tenant.</summary>
    ConsoleNeighbour,

    /// <summary>An owner of the house who has no second factor yet.</summary>
    ConsoleWithoutFactor,

    /// <summary>Of the operator, until they logged out.</summary>
    ConsoleLoggedOut,

    /// <summary>Tokens of the Doordeck wire, of the same people as above.</summary>
    DoordeckOwner,
    DoordeckManager,
    DoordeckDeputy,
    DoordeckHolder,
    DoordeckHolderAtTheDoor,
    DoordeckNotYet,
    DoordeckEnded,
    DoordeckRevoked,
    DoordeckFrozen,
    DoordeckWaiting,

    /// <summary>An administrator of the house, without a grant.</summary>
    DoordeckMember,
    DoordeckDisabled,
    DoordeckNeighbour,

    /// <summary>Has the form, and an issuer and a key's name that are known; the key is another.</summary>
    UnknownDoordeckToken,

    /// <summary>Of the owner, until they logged out.</summary>
    LoggedOut,

    /// <summary>Of the owner: good for other tokens and for nothing else.</summary>
    RefreshToken,

    /// <summary>By an application's token, with a grant like the manager's.</summary>
    ApplicationManager,

    /// <summary>The same kind of token, of a key that the application took back.</summary>
    LapsedApplicationToken,

    /// <summary>Keys of the KEYVOX wire, of the house. On any other wire the key's name is all that they send.</summary>
    KeyvoxDesk,
    KeyvoxKeyWithNothing,

    /// <summary>Had the usual scopes until it was revoked.</summary>
    RevokedKeyvoxKey,

    /// <summary>With the usual scopes, of the other tenant.</summary>
    KeyvoxNeighbour,

    /// <summary>Signs with a key that was never issued.</summary>
    UnknownKeyvoxKey,
}

internal static class WhoGroups
{
    public static IReadOnlyList<Who> Everybody { get; } = Enum.GetValues<Who>();

    /// <summary>Whose secret is of our own API's form.</summary>
    public static IReadOnlyList<Who> Natives { get; } =
    [
        Who.UnknownNativeKey,
        Who.NativeKeyWithAll,
        Who.NativeKeyWithNothing,
        Who.NativeKeyOfOperator,
        Who.NativeKeyOfIntegrator,
        Who.NativeKeyOfAuditor,
        Who.NativeKeyToOpen,
        Who.RevokedNativeKey,
        Who.NativeKeyOfNeighbour,
        Who.SetUpToken,
    ];

    /// <summary>Who sends a cookie.</summary>
    public static IReadOnlyList<Who> Consoles { get; } = [.. Everybody.Where(who => who is >= Who.ConsoleOwner and <= Who.ConsoleLoggedOut)];

    /// <summary>Whose secret is of the Doordeck wire's form.</summary>
    public static IReadOnlyList<Who> Doordecks { get; } = [.. Everybody.Where(who => who is >= Who.DoordeckOwner and < Who.KeyvoxDesk)];

    /// <summary>Who signs requests of the KEYVOX wire.</summary>
    public static IReadOnlyList<Who> Keyvoxes { get; } = [.. Everybody.Where(who => who >= Who.KeyvoxDesk)];
}
