using Latchwork.Domain;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Locks;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Devices;

/// <summary>What is shown of a bolt is what it told, not what was hoped.</summary>
public sealed class BoltKnowledgeTests
{
    private const string Door = SimulatedHouse.FrontDoor;

    /// <summary>DV-7: the motion is not repeated, the lock is asked.</summary>
    [Theory]
    [InlineData(true, BoltState.Unlocked)]
    [InlineData(false, BoltState.Locked)]
    public async Task After_an_unknown_unlock_the_lock_is_asked_where_its_bolt_is(bool moved, BoltState shown)
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var number = await doors.House.LockAsync(Door);
        doors.Break(Door, moved ? new DeviceFaults { AckLost = true } : new DeviceFaults { Deaf = true });

        var unlock = doors.House.First.Get<RemoteUnlock>();
        var unlocked = await unlock.RunAsync(doors.House.Desk, number, TimeSpan.FromSeconds(9), TestContext.Current.CancellationToken);
        Assert.Equal(AccessErrorCode.OutcomeUnknown, unlocked.Error?.Code);
        Assert.Equal(BoltState.Unknown, await ShownAsync(doors));
        doors.Mend(Door);

        await Poll.UntilAsync(async () => await ShownAsync(doors) == shown);
        Assert.Equal(1, doors.Do(new WorldControl.Look(Door)).Motions.Unlock.Received);
    }

    [Fact]
    public async Task A_lock_that_comes_back_is_asked_where_its_bolt_is()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        await doors.House.LockAsync(Door);
        doors.Break(Door, new DeviceFaults { Offline = true });
        await Poll.UntilAsync(async () => await doors.House.AskAsync($"select is_online from smart_lock where device_address = '{Door}'") == "False");
        // What the server remembers of it is made wrong, as by a move that nobody could report.
        await doors.House.AskAsync($"update smart_lock set bolt = {(int)BoltState.Unlocked} where device_address = '{Door}'");
        doors.Mend(Door);

        await Poll.UntilAsync(async () => await ShownAsync(doors) == BoltState.Locked);
    }

    private static async Task<BoltState> ShownAsync(SimulatedHouse doors) =>
        Enum.Parse<BoltState>(await doors.House.AskAsync($"select bolt from smart_lock where device_address = '{Door}'"));
}
