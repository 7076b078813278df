using Latchwork.Domain.Users;
using static Latchwork.Domain.Users.Permission;

namespace Latchwork.Operations.Clients;

/// <summary>What an integration token may do at most (keyvox.md 12): it comes from any address and proves nothing but that somebody has it.</summary>
internal static class IntegrationScopes
{
    /// <summary>Everything that the triggers and actions of section 12 need. No digits of codes that it has not made, no people, no keys, no settings.</summary>
    public static PermissionSet Most { get; } =
        PermissionSet.Of(
            LocksRead,
            LocksUnlock,
            LocksLock,
            CredentialsRead,
            CredentialsWrite,
            SitesRead,
            LockersRead,
            LockersOpen,
            ReservationsRead,
            ReservationsWrite,
            AuditRead,
            WebhooksRead,
            WebhooksWrite
        );
}
