using Latchwork.Operations.Tenants;

namespace Latchwork.Dialects.Native.Tenants;

/// <summary>What is absent stays.</summary>
/// <param name="TimeZone">IANA: of sites and people that are new; the others keep theirs.</param>
internal sealed record TenantChangeBody(string? Name = null, string? TimeZone = null);

internal sealed record TenantBody(string Id, string Name, string TimeZone, DateTimeOffset CreatedAt)
{
    public static TenantBody Of(SeenTenant seen) => new(seen.Id, seen.Name, seen.Zone, seen.CreatedAt);
}
