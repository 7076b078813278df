using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Tests.Simulator;

/// <summary>What a bench and a thousand idle locks rely on. Counted, not timed.</summary>
public sealed class SimulatorCostTests
{
    private const string ThousandLocks = "simulator:many:1000?travel=0";

    [Fact]
    public async Task A_motion_without_travel_has_ended_when_the_call_returns_and_makes_no_timer()
    {
        await using var world = new VirtualWorld(ThousandLocks);

        var motion = world.DoAsync("lock-500", new DeviceAct.Unlock());

        Assert.True(motion.IsCompletedSuccessfully);
        Assert.Equal(CommandEnd.Done, (await motion).End);
        Assert.Equal(0, world.Clock.TimersMade);
    }

    [Fact]
    public async Task All_relocking_of_a_world_shares_one_timer()
    {
        await using var world = new VirtualWorld(ThousandLocks);
        for (var number = 1; number <= 1_000; number++)
        {
            await world.DoAsync($"lock-{number}", new DeviceAct.Unlock(TimeSpan.FromSeconds(5)));
        }

        Assert.Equal(1, world.Clock.TimersMade);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2_000, world.Heard.All.OfType<DeviceReport.BoltMoved>().Count());
    }

    [Fact]
    public async Task A_motion_allocates_little()
    {
        await using var world = new VirtualWorld(ThousandLocks);
        var (unlock, @lock) = (new DeviceAct.Unlock(), new DeviceAct.Lock());
        Move(world, unlock, @lock, pairs: 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Move(world, unlock, @lock, pairs: 1_000);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 2_000, 0, 768);
    }

    [Fact]
    public async Task An_idle_lock_takes_less_than_a_kilobyte()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var world = new VirtualWorld(ThousandLocks);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 0, 1_024);
    }

    private static void Move(VirtualWorld world, DeviceAct unlock, DeviceAct @lock, int pairs)
    {
        for (var i = 0; i < pairs; i++)
        {
            Assert.True(world.Link.DoAsync("lock-1", unlock, CancellationToken.None).IsCompletedSuccessfully);
            Assert.True(world.Link.DoAsync("lock-1", @lock, CancellationToken.None).IsCompletedSuccessfully);
        }
    }
}
