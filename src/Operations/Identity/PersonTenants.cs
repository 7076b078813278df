using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>The tenants that a person has to do with: home, memberships, grants. Acts on all of somebody's rights hold the chains of them all.</summary>
internal static class PersonTenants
{
    /// <summary>
    /// Whether the chains that were held are enough. Asked when the person's row is held: whoever gives them something raises its version, so no further
    /// tenant becomes theirs from here on.
    /// </summary>
    public static Task<bool> AreAllAsync(Work work, UserId person, IEnumerable<TenantId> held, CancellationToken cancel) =>
        work.FirstAsync(
            "select latchwork_tenants_of($1) <@ $2::uuid[]",
            row => row.GetBoolean(0),
            [person.Value, held.Select(tenant => tenant.Value).ToArray()],
            cancel
        );
}
