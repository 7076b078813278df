namespace Latchwork.Domain.Users;

/// <summary>
/// What a member of a tenant, or a key of it, may be allowed to do there. The one list: roles are sets of these, and the scopes of native keys are
/// their words (<see cref="Permissions.Word"/>). Stored as words; the numbers never leave memory.
/// </summary>
public enum Permission
{
    LocksRead,
    LocksUnlock,
    LocksLock,

    /// <summary>Add, rename, settings, open hours, freeze.</summary>
    LocksWrite,

    /// <summary>Hand a lock to another tenant.</summary>
    LocksTransfer,
    LocksDelete,
    GrantsRead,
    GrantsWrite,
    CredentialsRead,
    CredentialsWrite,

    /// <summary>See the digits of a code. Audited, and a step-up for sessions (KR-3, CO-4).</summary>
    PinsReveal,
    SitesRead,
    SitesWrite,
    LockersRead,
    LockersOpen,
    LockersWrite,
    ReservationsRead,
    ReservationsWrite,

    /// <summary>Links, gateways and the devices behind them.</summary>
    LinksRead,
    LinksWrite,
    WebhooksRead,
    WebhooksWrite,

    /// <summary>Members and guests.</summary>
    PeopleRead,
    PeopleWrite,
    PeopleErase,
    RolesWrite,

    /// <summary>API clients: without their secrets.</summary>
    KeysRead,
    KeysWrite,
    AuditRead,
    AuditExport,
    TenantWrite,
    TenantDelete,

    /// <summary>Who is told what happens at doors.</summary>
    AlertsRead,

    /// <summary>Let oneself be told; others with <see cref="PeopleWrite"/> too.</summary>
    AlertsWrite,
}

public static class Permissions
{
    /// <summary>The word of a permission: a native key's scope, and what is stored. Never changed once released.</summary>
    public static string Word(this Permission permission) =>
        permission switch
        {
            Permission.LocksRead => "locks:read",
            Permission.LocksUnlock => "locks:unlock",
            Permission.LocksLock => "locks:lock",
            Permission.LocksWrite => "locks:write",
            Permission.LocksTransfer => "locks:transfer",
            Permission.LocksDelete => "locks:delete",
            Permission.GrantsRead => "grants:read",
            Permission.GrantsWrite => "grants:write",
            Permission.CredentialsRead => "credentials:read",
            Permission.CredentialsWrite => "credentials:write",
            Permission.PinsReveal => "pins:reveal",
            Permission.SitesRead => "sites:read",
            Permission.SitesWrite => "sites:write",
            Permission.LockersRead => "lockers:read",
            Permission.LockersOpen => "lockers:open",
            Permission.LockersWrite => "lockers:write",
            Permission.ReservationsRead => "reservations:read",
            Permission.ReservationsWrite => "reservations:write",
            Permission.LinksRead => "links:read",
            Permission.LinksWrite => "links:write",
            Permission.WebhooksRead => "webhooks:read",
            Permission.WebhooksWrite => "webhooks:write",
            Permission.PeopleRead => "people:read",
            Permission.PeopleWrite => "people:write",
            Permission.PeopleErase => "people:erase",
            Permission.RolesWrite => "roles:write",
            Permission.KeysRead => "keys:read",
            Permission.KeysWrite => "keys:write",
            Permission.AuditRead => "audit:read",
            Permission.AuditExport => "audit:export",
            Permission.TenantWrite => "tenant:write",
            Permission.TenantDelete => "tenant:delete",
            Permission.AlertsRead => "alerts:read",
            Permission.AlertsWrite => "alerts:write",
        };

    /// <summary>The permission of a word, exactly as written; null for any other word.</summary>
    public static Permission? Find(string word) => ByWord.TryGetValue(word, out var permission) ? permission : null;

    private static readonly Dictionary<string, Permission> ByWord = Enum.GetValues<Permission>().ToDictionary(Word, StringComparer.Ordinal);
}
