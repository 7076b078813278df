using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Gateways;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Gateways;

public sealed class GatewayTests
{
    private static readonly DiscoveredDevice Gateway = new("gateway", DeviceKind.Gateway, "Gateway", "G", null, Capabilities.None, null, true);

    [Fact]
    public async Task A_lock_that_was_found_before_its_gateway_is_behind_it_once_that_is_found()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await AdoptAsync(house, link, Lock("door", via: "gateway", signal: -61));
        Assert.True((await OfLockAsync(house)).Gateway.IsLink);

        await AdoptAsync(house, link, Lock("door", via: "gateway", signal: -62), Gateway);

        var heard = await OfLockAsync(house);
        Assert.Equal((false, "Gateway", -62), (heard.Gateway.IsLink, heard.Gateway.Name, heard.Signal));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from public_id where kind = $1", (short)WireIdKind.GatewayNumber));
    }

    /// <summary>A network without gateways of its own, as of a Z-Wave stick.</summary>
    [Fact]
    public async Task Where_locks_are_behind_no_gateway_their_link_is_one_and_is_named_and_removed_as_one()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var by = Caller.Server(house.Tenant);
        await AdoptAsync(house, link, Lock("door"));
        var gateway = NumberOf((await OfLockAsync(house)).Gateway);

        Assert.Null((await house.Get<RenameGateway>().RunAsync(by, gateway, " Stick ", default)).Error);
        var seen = (await house.Get<GatewayQueries>().FindAsync(by, gateway, default)).Value;
        Assert.Equal(("Stick", true, 1), (seen.Name, seen.IsLink, seen.LockCount));

        Assert.Null((await house.Get<DeleteGateway>().RunAsync(by, gateway, default)).Error);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from link where removed_at is not null"));
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<GatewayQueries>().FindAsync(by, gateway, default)).Error?.Code);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task A_lock_of_its_own_network_has_no_gateway()
    {
        await using var house = await House.OpenAsync();
        await AdoptAsync(house, await house.AddLinkAsync(), Lock("door") with { Capabilities = Capabilities.Unlock | Capabilities.OwnNetwork });

        Assert.Empty(await GatewaysAsync(house));
    }

    [Fact]
    public async Task A_name_that_was_given_outlives_the_next_finding()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await AdoptAsync(house, link, Gateway, Lock("door", via: "gateway"));
        var gateway = NumberOf((await OfLockAsync(house)).Gateway);
        await house.Get<RenameGateway>().RunAsync(Caller.Server(house.Tenant), gateway, "Hall", default);

        await AdoptAsync(house, link, Gateway, Lock("door", via: "gateway"));

        Assert.Equal("Hall", (await OfLockAsync(house)).Gateway.Name);
    }

    [Fact]
    public async Task A_gateway_is_forgotten_only_when_its_link_finds_it_no_more()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await AdoptAsync(house, link, Gateway, Lock("door", via: "gateway"));
        var (by, gateway) = (Caller.Server(house.Tenant), NumberOf((await OfLockAsync(house)).Gateway));
        Assert.Equal(AccessErrorCode.Unsupported, (await house.Get<DeleteGateway>().RunAsync(by, gateway, default)).Error?.Code);

        await house.DoAsync("update device set gone_at = now() where kind = 2");

        Assert.Null((await house.Get<DeleteGateway>().RunAsync(by, gateway, default)).Error);
        Assert.True((await OfLockAsync(house)).Gateway.IsLink);
    }

    [Fact]
    public async Task A_sensor_that_belongs_to_a_lock_tells_of_that_locks_door_and_of_nothing_else_of_it()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var sensor = new DiscoveredDevice("sensor", DeviceKind.DoorSensor, "Sensor", "S", null, Capabilities.DoorSensor, null, true, Via: "door");
        await AdoptAsync(house, link, sensor, Lock("door"));

        await TellAsync(house, link, new DeviceReport.DoorMoved("sensor", DoorState.Open));
        await TellAsync(house, link, new DeviceReport.BatteryReported("sensor", 3, IsLow: true));

        Assert.Equal(1, await house.AskAsync<long>("select count(*) from smart_lock where door = 2 and battery is null"));
        Assert.Equal(
            1,
            await house.AskAsync<long>("select count(*) from audit_event where kind = $1 and lock_id is not null", (short)AuditKind.DoorMoved)
        );
    }

    private static Task TellAsync(House house, LinkKey link, DeviceReport report) =>
        house.Get<RecordReport>().RunAsync(new HeardReport(link, report, Epoch: 0));

    private static Task AdoptAsync(House house, LinkKey link, params DiscoveredDevice[] found) =>
        house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, 0), found, default);

    private static DiscoveredDevice Lock(string address, string? via = null, int? signal = null) =>
        new(address, DeviceKind.Lock, address, "L", "1.0", Capabilities.Unlock, null, IsOnline: true, Via: via, Signal: signal);

    private static WireId NumberOf(SeenGateway gateway) => WireId.Number(WireIdKind.GatewayNumber, gateway.Number);

    private static async Task<HeardGateway> OfLockAsync(House house) => Assert.Single(await GatewaysAsync(house));

    private static async Task<IReadOnlyList<HeardGateway>> GatewaysAsync(House house)
    {
        var door = await house.AskAsync<string>("select wire_id from public_id where kind = $1", (short)WireIdKind.LockNumber);
        return (await house.Get<GatewayQueries>().OfLockAsync(Caller.Server(house.Tenant), new WireId(WireIdKind.LockNumber, door), default)).Value;
    }
}
