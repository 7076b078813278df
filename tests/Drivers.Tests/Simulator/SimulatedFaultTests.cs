using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatedFaultTests
{
    private const string Demo = "simulator:demo?seed=7&travel=0";

    [Fact]
    public async Task A_gateway_that_is_lost_takes_the_devices_behind_it_along_and_no_others()
    {
        await using var world = new VirtualWorld(Demo);

        world.Break("gateway-1", new DeviceFaults { Offline = true });

        Assert.Equal(
            ["gateway-1", "front-door", "back-gate"],
            world.Heard.All.OfType<DeviceReport.DeviceWentOffline>().Select(report => report.Address)
        );
        Assert.Equal(AccessErrorCode.DeviceOffline, (await world.DoAsync("front-door", new DeviceAct.Unlock())).Error?.Code);
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("office", new DeviceAct.Unlock())).End);
    }

    [Fact]
    public async Task A_fault_of_the_next_motion_is_gone_after_it()
    {
        await using var world = new VirtualWorld(Demo);
        world.Break("front-door", new DeviceFaults { JamNext = true });

        Assert.Equal(AccessErrorCode.Jammed, (await world.DoAsync("front-door", new DeviceAct.Unlock())).Error?.Code);
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("front-door", new DeviceAct.Lock())).End);
    }

    [Fact]
    public async Task A_motion_that_is_held_ends_when_it_is_let_go_and_not_before()
    {
        await using var world = new VirtualWorld(Demo);
        world.Break("front-door", new DeviceFaults { Holds = true });
        var motion = world.DoAsync("front-door", new DeviceAct.Unlock());
        world.Clock.Advance(new SimulatorOptions().AnswerWithin / 2);
        Assert.Equal((BoltState.Locked, false), (world.Look("front-door").Bolt, motion.IsCompleted));

        world.Break("front-door", DeviceFaults.None);

        Assert.Equal(BoltState.Unlocked, world.Look("front-door").Bolt);
        Assert.Equal(CommandEnd.Done, (await motion).End);
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("back-gate", new DeviceAct.Unlock())).End);
    }

    [Fact]
    public async Task A_motion_is_counted_as_received_and_only_when_it_happened_as_done()
    {
        await using var world = new VirtualWorld(Demo);
        await world.DoAsync("front-door", new DeviceAct.Unlock());
        world.Break("front-door", new DeviceFaults { RefuseNext = true });
        await world.DoAsync("front-door", new DeviceAct.Lock());

        var motions = world.Look("front-door").Motions;

        Assert.Equal((new MotionCount(1, 1), new MotionCount(1, 0)), (motions.Unlock, motions.Lock));
    }

    [Fact]
    public async Task A_careless_lock_takes_one_code_twice()
    {
        await using var world = new VirtualWorld(Demo);
        world.Break("front-door", new DeviceFaults { AcceptsDuplicates = true });
        var code = PinDigits.Parse("4711").Value;

        await world.DoAsync("front-door", new DeviceAct.SetPasscode(1, code));
        var second = await world.DoAsync("front-door", new DeviceAct.SetPasscode(2, code));

        Assert.Equal(CommandEnd.Done, second.End);
        Assert.Equal(2, world.Look("front-door").Passcodes.Count);
    }

    [Fact]
    public async Task A_card_is_kept_shown_and_opens()
    {
        await using var world = new VirtualWorld(Demo);
        var number = new byte[] { 0x04, 0xA2, 0x55, 0x10 };

        await world.DoAsync("front-door", new DeviceAct.SetCard(3, number));
        var read = await world.DoAsync("front-door", new DeviceAct.ReadSlot(CredentialKind.Card, 3));
        world.Control(new WorldControl.Present("front-door", CredentialKind.Card, "04A25510"));

        var card = Assert.IsType<SlotContent.Card>(Assert.IsType<DeviceReading.Slot>(read.Reading).Content);
        Assert.Equal(number, card.Bytes.ToArray());
        var moved = Assert.Single(world.Heard.All.OfType<DeviceReport.BoltMoved>());
        Assert.Equal((CredentialKind.Card, 3), (moved.Kind, moved.Slot));
    }

    [Fact]
    public async Task Spurious_reports_come_without_anything_having_happened()
    {
        await using var world = new VirtualWorld(Demo);
        world.Break("front-door", new DeviceFaults { Spurious = 1 });

        await world.DoAsync("front-door", new DeviceAct.Ping());

        Assert.Single(world.Heard.All.OfType<DeviceReport.Tampered>());
    }

    [Fact]
    public async Task Reports_of_a_device_are_numbered_without_gaps()
    {
        await using var world = new VirtualWorld(Demo);
        for (var i = 0; i < 5; i++)
        {
            await world.DoAsync("front-door", new DeviceAct.Unlock());
            await world.DoAsync("front-door", new DeviceAct.Lock());
        }

        Assert.Equal(
            Enumerable.Range(1, 10).Select(i => (long?)i),
            world.Heard.All.OfType<DeviceReport.BoltMoved>().Select(moved => moved.DeviceSequence)
        );
    }

    [Fact]
    public async Task What_cannot_happen_to_a_device_is_refused_to_the_one_who_runs_the_world()
    {
        await using var world = new VirtualWorld(Demo);

        Assert.Equal(AccessErrorCode.Unsupported, world.Control(new WorldControl.MoveDoor("cabinet-1", DoorState.Open, Box: 7)).Error?.Code);
        Assert.Equal(AccessErrorCode.Unsupported, world.Control(new WorldControl.Present("gateway-1", CredentialKind.Card, "04")).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, world.Control(new WorldControl.Look("shed")).Error?.Code);
    }

    [Fact]
    public async Task A_lock_that_only_says_yes_is_judged_by_a_read_and_told_to_move_once()
    {
        await using var world = new VirtualWorld(Demo);
        world.Break("front-door", new DeviceFaults { LyingAck = true });
        var locked = await world.DoAsync("front-door", new DeviceAct.Lock());
        var unlocked = await world.DoAsync("front-door", new DeviceAct.Unlock());

        Assert.Equal(CommandEnd.Done, locked.End);
        Assert.Equal((CommandEnd.Failed, AccessErrorCode.DeviceRefused), (unlocked.End, unlocked.Error?.Code));
        Assert.Equal(new MotionCount(2, 0), world.Look("front-door").Motions.Total());
    }
}
