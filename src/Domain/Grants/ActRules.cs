using System.Runtime.InteropServices;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using static Latchwork.Domain.Grants.GrantRole;
using static Latchwork.Domain.Users.Permission;

namespace Latchwork.Domain.Grants;

/// <summary>What matters of an act to the decision.</summary>
[Flags]
internal enum ActTraits
{
    None = 0,

    /// <summary>A grant that is not active now (later, frozen, waiting, outside its hours) is enough, as long as it has not ended.</summary>
    AnyTime = 1 << 0,

    /// <summary>Moves the bolt.</summary>
    Motion = 1 << 1,

    /// <summary>Opens the door: usage hours, permitted addresses and the lock's own remote switch apply.</summary>
    Opens = 1 << 2,

    /// <summary>Lets more through than before; refused while the lock is frozen.</summary>
    AddsAccess = 1 << 3,
}

/// <param name="Least">The lowest role of a grant that includes the act; higher roles include it too.</param>
/// <param name="Permission">What a member or key needs; null where only a grant counts.</param>
/// <param name="Traits">What else applies.</param>
/// <param name="Needs">What the lock must be able to do.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ActRule(
    GrantRole Least,
    Permission? Permission,
    ActTraits Traits = ActTraits.None,
    Capabilities Needs = Capabilities.None
)
{
    public bool Is(ActTraits trait) => (Traits & trait) != ActTraits.None;
}

internal static class ActRules
{
    // Holders open and see. Managers run the lock: Doordeck ADMIN, Sifely's authorised ekey. What ends it, or stops everybody, is the owner's.
    public static ActRule Rule(this AccessAct act) =>
        act switch
        {
            AccessAct.SeeLock => new(Holder, LocksRead, ActTraits.AnyTime),
            AccessAct.ReadOwnRecords => new(Holder, LocksRead, ActTraits.AnyTime),
            AccessAct.SetPreference => new(Holder, LocksRead, ActTraits.AnyTime),
            AccessAct.GiveUpGrant => new(Holder, null, ActTraits.AnyTime),
            AccessAct.BeAdmitted => new(Holder, LocksRead),
            AccessAct.Unlock => new(Holder, LocksUnlock, ActTraits.Motion | ActTraits.Opens, Capabilities.Unlock),
            AccessAct.Lock => new(Holder, LocksLock, ActTraits.Motion, Capabilities.Lock),
            AccessAct.Relock => new(Owner, LocksLock, Needs: Capabilities.Lock),
            AccessAct.ReadOpenState => new(Holder, LocksRead, Needs: Capabilities.ReadState),

            AccessAct.ReadDetail => new(Manager, LocksRead),
            AccessAct.ReadAllRecords => new(Manager, AuditRead),
            AccessAct.ListCredentials => new(Manager, CredentialsRead),
            AccessAct.RevealCredentials => new(Manager, PinsReveal),
            AccessAct.ManageCredentials => new(Manager, CredentialsWrite, ActTraits.AddsAccess),
            AccessAct.RevokeCredentials => new(Manager, CredentialsWrite),
            AccessAct.ListGrants => new(Manager, GrantsRead),
            AccessAct.Share => new(Manager, GrantsWrite, ActTraits.AddsAccess),
            AccessAct.ManageGrants => new(Manager, GrantsWrite),
            AccessAct.Rename => new(Manager, LocksWrite),
            AccessAct.ChangeSettings => new(Manager, LocksWrite),
            AccessAct.SeeGateway => new(Manager, LinksRead),
            AccessAct.ClaimRecords => new(Manager, LocksWrite),

            AccessAct.RevokeAllGrants => new(Owner, GrantsWrite),
            AccessAct.FreezeLock => new(Owner, LocksWrite),
            AccessAct.Transfer => new(Owner, LocksTransfer),
            AccessAct.Delete => new(Owner, LocksDelete),
            AccessAct.HideRecords => new(Owner, LocksWrite),
            AccessAct.ManageGateway => new(Owner, LinksWrite),
        };
}

public static class AccessActs
{
    /// <summary>What a member's role or a key's scopes must hold for the act; null where a grant alone is good for it.</summary>
    public static Permission? Permission(this AccessAct act) => act.Rule().Permission;
}
