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
        AreAsync(work, "latchwork_tenants_of", person, held, cancel);

    /// <summary>For whoever erases somebody: with those of the applications that they own or that told of them.</summary>
    public static async Task<TenantId[]> WithTracesAsync(AccessDb db, UserId person, CancellationToken cancel)
    {
        var traces = await db.FirstAsync(
            TenantSet.None,
            "select latchwork_traces_of($1)",
            row => row.GetFieldValue<Guid[]>(0),
            [person.Value],
            cancel
        );
        return Array.ConvertAll(traces!, id => new TenantId(id));
    }

    /// <summary>As <see cref="AreAllAsync"/>, of <see cref="WithTracesAsync"/>: whoever makes them an owner holds their row too.</summary>
    public static Task<bool> AreAllWithTracesAsync(Work work, UserId person, IEnumerable<TenantId> held, CancellationToken cancel) =>
        AreAsync(work, "latchwork_traces_of", person, held, cancel);

    private static Task<bool> AreAsync(Work work, string function, UserId person, IEnumerable<TenantId> held, CancellationToken cancel) =>
        work.FirstAsync(
            $"select {function}($1) <@ $2::uuid[]",
            row => row.GetBoolean(0),
            [person.Value, held.Select(tenant => tenant.Value).ToArray()],
            cancel
        );
}
