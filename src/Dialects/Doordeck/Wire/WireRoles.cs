using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>The two roles of this wire; a client fails on any other word (3).</summary>
internal static class WireRoles
{
    public static string Of(GrantRole role) => role >= GrantRole.Manager ? "ADMIN" : "USER";
}
