using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatedBatteryTests
{
    private const string Demo = "simulator:demo?seed=7&travel=0";
    private static readonly BatteryCurve Steep = new(PerMotion: 1, PerDay: 10);

    [Fact]
    public async Task A_charge_falls_with_the_motions_and_with_the_days()
    {
        await using var world = new VirtualWorld(Demo);
        world.Control(new WorldControl.SetBattery("front-door", 100, Steep));
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.DoAsync("front-door", new DeviceAct.Unlock());
        await world.DoAsync("front-door", new DeviceAct.Lock());

        Assert.Equal((78, false), await ReadAsync(world));
    }

    [Fact]
    public async Task A_charge_is_reported_low_once_by_the_motion_that_makes_it_so()
    {
        await using var world = new VirtualWorld(Demo);
        world.Control(new WorldControl.SetBattery("front-door", 21.5, Steep));
        world.Heard.Forget();
        for (var i = 0; i < 3; i++)
        {
            await world.DoAsync("front-door", new DeviceAct.Unlock());
        }

        Assert.True(Assert.Single(world.Heard.All.OfType<DeviceReport.BatteryReported>()).IsLow);
    }

    [Fact]
    public async Task A_lock_with_an_empty_battery_is_out_of_reach_until_it_gets_a_new_one()
    {
        await using var world = new VirtualWorld(Demo);
        world.Control(new WorldControl.SetBattery("front-door", 5, Steep));
        world.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(AccessErrorCode.DeviceOffline, (await world.DoAsync("front-door", new DeviceAct.Unlock())).Error?.Code);
        Assert.Single(world.Heard.All.OfType<DeviceReport.DeviceWentOffline>());

        world.Control(new WorldControl.SetBattery("front-door", 100));
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("front-door", new DeviceAct.Unlock())).End);
        Assert.Single(world.Heard.All.OfType<DeviceReport.DeviceCameOnline>());
    }

    [Fact]
    public async Task A_stuck_reading_stays_while_the_charge_falls()
    {
        await using var world = new VirtualWorld(Demo);
        world.Control(new WorldControl.SetBattery("front-door", 80, Steep));
        world.Break("front-door", new DeviceFaults { BatteryReading = BatteryReading.Stuck });
        Assert.Equal((80, false), await ReadAsync(world));

        world.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal((80, false), await ReadAsync(world));
        Assert.Equal(10, world.Look("front-door").Charge);
    }

    [Fact]
    public async Task A_jumping_reading_stays_within_thirty_percent_of_the_charge_and_differs()
    {
        await using var world = new VirtualWorld(Demo);
        world.Control(new WorldControl.SetBattery("front-door", 50, new BatteryCurve(0, 0)));
        world.Break("front-door", new DeviceFaults { BatteryReading = BatteryReading.Jumping });

        var shown = new List<int?>();
        for (var i = 0; i < 100; i++)
        {
            shown.Add((await ReadAsync(world)).Percent);
        }

        Assert.All(shown, percent => Assert.InRange(percent ?? -1, 20, 80));
        Assert.True(shown.Distinct().Count() > 20);
    }

    private static async Task<(int? Percent, bool IsLow)> ReadAsync(VirtualWorld world)
    {
        var reading = Assert.IsType<DeviceReading.Battery>((await world.DoAsync("front-door", new DeviceAct.ReadBattery())).Reading);
        return (reading.Percent, reading.IsLow);
    }
}
