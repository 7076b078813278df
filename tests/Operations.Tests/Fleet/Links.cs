using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;

namespace Latchwork.Operations.Tests.Fleet;

/// <summary>Links without a driver, and devices as one would have found them.</summary>
internal static class Links
{
    public static async Task<LinkKey> AddLinkAsync(this House house)
    {
        var link = new LinkKey(house.Tenant, LinkId.New(house.Clock.GetUtcNow()));
        await house.DoAsync(
            "insert into link (tenant_id, link_id, family, name, address, is_online, changed_at, created_at) values ($1, $2, 'test', 'Link', $2::text, true, now(), now())",
            link.Tenant.Value,
            link.Link.Value
        );
        return link;
    }

    /// <summary>A gateway and its locks.</summary>
    public static List<DiscoveredDevice> Devices(int locks) =>
        [
            new DiscoveredDevice("gateway", DeviceKind.Gateway, "Gateway", "G", null, Capabilities.None, null, IsOnline: true),
            .. Enumerable.Range(1, locks).Select(Lock),
        ];

    public static string AddressOf(int number) => $"lock-{number}";

    private static DiscoveredDevice Lock(int number) =>
        new(
            AddressOf(number),
            DeviceKind.Lock,
            $"Lock {number}",
            "L",
            "1.0",
            Capabilities.Unlock | Capabilities.Lock | Capabilities.ReadState,
            null,
            IsOnline: true,
            BoltState.Locked
        );
}
