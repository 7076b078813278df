using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatorAddressTests
{
    private static readonly SimulatorDriver Driver = new(new SimulatorOptions(), TimeProvider.System);

    [Theory]
    [InlineData("simulator:hotel")]
    [InlineData("simulator:office?seed=0")]
    [InlineData("simulator:lockers?travel=60000&weather=1&seed=18446744073709551615")]
    [InlineData("simulator:many:1")]
    [InlineData("simulator:many:100000?travel=0")]
    [InlineData("simulator://127.0.0.1:4711")]
    [InlineData("simulator://[::1]:4711")]
    public void An_address_that_leads_somewhere_is_accepted(string address) => Assert.Null(Refuse(address));

    [Theory]
    [InlineData("ws://127.0.0.1:3000", "simulator:SCENE")]
    [InlineData("simulator:castle", "no such scene")]
    [InlineData("simulator:many:0", "no such scene")]
    [InlineData("simulator:many:100001", "no such scene")]
    [InlineData("simulator:demo?seed=-1", "seed")]
    [InlineData("simulator:demo?travel=60001", "travel time")]
    [InlineData("simulator:demo?weather=1.1", "weather")]
    [InlineData("simulator:demo?weather=NaN", "weather")]
    [InlineData("simulator:demo?colour=red", "seed, travel and weather")]
    [InlineData("simulator://localhost:4711", "number and port")]
    [InlineData("simulator://127.0.0.1", "number and port")]
    [InlineData("simulator://192.0.2.7:4711", "not encrypted")]
    public void An_address_that_leads_nowhere_is_refused_and_says_why(string address, string why)
    {
        var refusal = Refuse(address);

        Assert.Equal((AccessErrorCode.Invalid, Noun.Link), (refusal!.Code, refusal.What));
        Assert.Contains(why, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_has_the_doors_that_a_demo_server_promises()
    {
        await using var world = new VirtualWorld("simulator:demo");

        var devices = await world.DiscoverAsync();

        var (front, gate, office) = (Named(devices, "Front door"), Named(devices, "Back gate"), Named(devices, "Office"));
        Assert.Equal((200, "gateway-1"), (front.Passcodes?.Slots, front.Via));
        Assert.Equal(10, gate.Passcodes?.Slots);
        Assert.True(office.Capabilities.HasFlag(Domain.Locks.Capabilities.OwnNetwork));
        Assert.Null(office.Via);
        Assert.Equal(6, Assert.Single(devices, device => device.Kind == DeviceKind.Locker).BoxCount);
        Assert.Single(devices, device => device.Kind == DeviceKind.Reader);
        Assert.DoesNotContain(devices, device => device.Name == "Shed");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(128, 1)]
    [InlineData(129, 2)]
    [InlineData(1000, 8)]
    public async Task Many_locks_share_gateways(int locks, int gateways)
    {
        await using var world = new VirtualWorld($"simulator:many:{locks}");

        var devices = await world.DiscoverAsync();

        Assert.Equal(
            (locks, gateways),
            (devices.Count(device => device.Kind == DeviceKind.Lock), devices.Count(device => device.Kind == DeviceKind.Gateway))
        );
        Assert.All(devices.Where(device => device.Kind == DeviceKind.Lock), device => Assert.NotNull(device.Via));
    }

    private static DiscoveredDevice Named(IReadOnlyList<DiscoveredDevice> devices, string name) =>
        Assert.Single(devices, device => device.Name == name);

    private static AccessError? Refuse(string address) => Driver.RefuseSettings(new LinkSettings(default, address, null, null));
}
