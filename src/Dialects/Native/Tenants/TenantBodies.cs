using Latchwork.Operations.Tenants;

namespace Latchwork.Dialects.Native.Tenants;

internal sealed record TenantBody(string Id, string Name, string TimeZone, DateTimeOffset CreatedAt)
{
    public static TenantBody Of(SeenTenant seen) => new(seen.Id, seen.Name, seen.Zone, seen.CreatedAt);
}
