using Latchwork.Operations.Locks;
using Latchwork.Testing;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Devices;

public sealed class DeletedLockTests
{
    [Fact]
    public async Task What_was_on_a_lock_leaves_the_device_after_the_lock_was_deleted()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await at.House.UntilReadBackAsync(await at.House.SetAsync(door, "482916"));

        Assert.Null((await at.House.First.Get<DeleteLock>().RunAsync(at.House.Desk, door, CancellationToken.None)).Error);

        await Poll.UntilAsync(() => Task.FromResult(at.Codes(FrontDoor).Count == 0));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select count(*) from enrollment where gone_at is null") == "0");
        Assert.Contains("43", await at.House.AuditAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_of_a_deleted_lock_that_is_out_of_reach_leave_it_when_it_is_back_and_then_it_is_found_anew()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await at.House.UntilReadBackAsync(await at.House.SetAsync(door, "482916"));
        at.Do(new Drivers.Simulator.WorldControl.SetLink(IsUp: false));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select bool_or(is_online) from link") == "False");

        Assert.Null((await at.House.First.Get<DeleteLock>().RunAsync(at.House.Desk, door, CancellationToken.None)).Error);
        at.Do(new Drivers.Simulator.WorldControl.SetLink(IsUp: true));

        await Poll.UntilAsync(() => Task.FromResult(at.Codes(FrontDoor).Count == 0));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select count(*) from enrollment where gone_at is null") == "0");
        at.Do(new Drivers.Simulator.WorldControl.SetLink(IsUp: false));
        at.Do(new Drivers.Simulator.WorldControl.SetLink(IsUp: true));
        Assert.NotEqual(door, await at.House.LockAsync(FrontDoor));
    }
}
