using static Latchwork.Domain.Users.Permission;

namespace Latchwork.Domain.Users;

/// <summary>What a member is in a tenant. The numbers are stored: never renumber.</summary>
public enum TenantRole
{
    /// <summary>Everything, also what ends the tenant or takes a lock out of it.</summary>
    Owner = 1,

    /// <summary>Everything else.</summary>
    Administrator = 2,

    /// <summary>The desk: doors, codes, grants, guests and bookings of every day.</summary>
    Operator = 3,

    /// <summary>Connects devices and systems. Opens no door and sees no code.</summary>
    Integrator = 4,

    /// <summary>Reads everything but secrets, changes nothing.</summary>
    Auditor = 5,
}

public static class TenantRoles
{
    private static readonly PermissionSet Auditing = PermissionSet.Of(
        LocksRead,
        GrantsRead,
        CredentialsRead,
        SitesRead,
        LockersRead,
        ReservationsRead,
        LinksRead,
        WebhooksRead,
        PeopleRead,
        KeysRead,
        AuditRead,
        AuditExport,
        AlertsRead
    );

    private static readonly PermissionSet Operating = PermissionSet.Of(
        LocksRead,
        LocksUnlock,
        LocksLock,
        GrantsRead,
        GrantsWrite,
        CredentialsRead,
        CredentialsWrite,
        PinsReveal,
        SitesRead,
        LockersRead,
        LockersOpen,
        ReservationsRead,
        ReservationsWrite,
        LinksRead,
        PeopleRead,
        PeopleWrite,
        AuditRead,
        AlertsRead,
        AlertsWrite
    );

    private static readonly PermissionSet Integrating = PermissionSet.Of(
        LocksRead,
        LocksWrite,
        SitesRead,
        SitesWrite,
        LockersRead,
        LockersWrite,
        LinksRead,
        LinksWrite,
        WebhooksRead,
        WebhooksWrite,
        AuditRead,
        AlertsRead,
        AlertsWrite
    );

    public static PermissionSet Permissions(this TenantRole role) =>
        role switch
        {
            TenantRole.Owner => PermissionSet.All,
            TenantRole.Administrator => PermissionSet.All.Without(LocksTransfer, TenantDelete),
            TenantRole.Operator => Operating,
            TenantRole.Integrator => Integrating,
            TenantRole.Auditor => Auditing,
        };

    /// <summary>
    /// Whether one who holds <paramref name="own"/> may make, change or take away a holder of <paramref name="others"/>, a role's or a key's: nobody
    /// deals in more than they hold.
    /// </summary>
    /// <param name="by"><see cref="RolesWrite"/> for members, <see cref="KeysWrite"/> for API clients.</param>
    public static AccessError? RefuseDealing(PermissionSet own, Permission by, PermissionSet others) =>
        own.Contains(by) && own.Contains(others) ? null : new AccessError(AccessErrorCode.NotAllowed, "That is more than you may give.");
}
