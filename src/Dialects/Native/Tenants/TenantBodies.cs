using Latchwork.Operations.Tenants;

namespace Latchwork.Dialects.Native.Tenants;

/// <summary>What is absent stays.</summary>
/// <param name="TimeZone">IANA: of sites and people that are new; the others keep theirs.</param>
/// <param name="AsksBeforeOpening">Whether people at the console show once more who they are before they open a door or a box from afar.</param>
internal sealed record TenantChangeBody(string? Name = null, string? TimeZone = null, bool? AsksBeforeOpening = null);

/// <param name="AsksBeforeOpening">People at the console show once more who they are before they open a door or a box from afar.</param>
internal sealed record TenantBody(string Id, string Name, string TimeZone, DateTimeOffset CreatedAt, bool AsksBeforeOpening)
{
    public static TenantBody Of(SeenTenant seen) => new(seen.Id, seen.Name, seen.Zone, seen.CreatedAt, seen.AsksBeforeOpening);
}
