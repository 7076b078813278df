using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Installation;

/// <summary>Who may look after the installation itself, which belongs to no tenant.</summary>
internal static class InstallationRules
{
    /// <summary>A person whom the set-up made its administrator, with a second factor (CO-1); and the server itself. A key belongs to a tenant, so none may.</summary>
    public static AccessError? Refuse(Caller by) =>
        by.Principal.Kind == PrincipalKind.Server || by.IsInstallationAdministrator
            ? null
            : new AccessError(AccessErrorCode.NotAllowed, "That is for the installation's administrators.", Noun.Tenant);
}
