using Latchwork.Domain.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Locks;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Nodes;

public sealed class WakeUpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Design, "Wake-ups and workers": a wake-up is a hint.</summary>
    [Fact]
    public async Task A_holder_that_hears_no_other_node_finds_the_command_by_its_sweep()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var number = await doors.House.LockAsync(SimulatedHouse.FrontDoor);
        var second = doors.House.AddNode("second");
        await second.StartAsync();
        await doors.House.First.Get<NodeSignals>().DisposeAsync();

        var unlocked = await second.Get<RemoteUnlock>().RunAsync(doors.House.Desk, number, TimeSpan.FromSeconds(9), Cancel);

        Assert.Null(unlocked.Error);
        Assert.Equal("4", await doors.House.AskAsync($"select state from device_command where node_id <> '{second.Get<FleetNode>().Node.Value}'"));
    }

    /// <summary>It was this node that closed the line: nobody is told that a link or its doors are offline, and a door asked meanwhile opens.</summary>
    [Fact]
    public async Task A_link_that_goes_over_to_another_node_was_not_offline()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var number = await doors.House.LockAsync(SimulatedHouse.FrontDoor);
        var second = doors.House.AddNode("second");
        await second.StartAsync();
        await Poll.UntilAsync(() => doors.House.First.Get<LiveNodes>().Count == 2);

        await doors.House.StopAsync(doors.House.First);
        var unlocked = await second.Get<RemoteUnlock>().RunAsync(doors.House.Desk, number, TimeSpan.FromSeconds(9), Cancel);

        Assert.Null(unlocked.Error);
        Assert.Equal("0", await doors.House.AskAsync($"select count(*) from audit_event where kind = {(int)AuditKind.LinkOffline}"));
    }

    /// <summary>RL-5.</summary>
    [Fact]
    public async Task Each_node_knows_how_many_are_live()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        Assert.Equal(1, doors.House.First.Get<LiveNodes>().Count);
        var second = doors.House.AddNode("second");
        await second.StartAsync();

        await Poll.UntilAsync(() => doors.House.First.Get<LiveNodes>().Count == 2);
        Assert.Equal(2, second.Get<LiveNodes>().Count);
        await doors.House.StopAsync(second);
        await Poll.UntilAsync(() => doors.House.First.Get<LiveNodes>().Count == 1);
    }
}
