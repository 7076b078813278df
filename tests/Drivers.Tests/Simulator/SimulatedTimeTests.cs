using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatedTimeTests
{
    private const string Quick = "simulator:demo?seed=7&travel=0";
    private const string Slow = "simulator:demo?seed=7&travel=1000";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_motion_takes_its_travel_time_on_the_clock_of_the_world()
    {
        await using var world = new VirtualWorld(Slow);

        var motion = world.DoAsync("front-door", new DeviceAct.Unlock());
        world.Clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(BoltState.Locked, world.Look("front-door").Bolt);

        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CommandEnd.Done, (await motion).End);
        Assert.Equal(BoltState.Unlocked, world.Look("front-door").Bolt);
    }

    [Fact]
    public async Task A_gateway_does_one_command_at_a_time_and_turns_the_next_away()
    {
        await using var world = new VirtualWorld(Slow);
        var first = world.DoAsync("front-door", new DeviceAct.Unlock());

        var turnedAway = world.DoAsync("back-gate", new DeviceAct.Unlock());
        Assert.True(turnedAway.IsCompleted);
        var second = await turnedAway;
        var elsewhere = world.DoAsync("office", new DeviceAct.Unlock());
        world.Clock.Advance(Second);

        Assert.Equal((CommandEnd.Failed, AccessErrorCode.DeviceBusy), (second.End, second.Error?.Code));
        Assert.Equal((CommandEnd.Done, CommandEnd.Done), ((await first).End, (await elsewhere).End));
        Assert.Equal(0, world.Look("back-gate").Motions.Total().Received);
    }

    [Fact]
    public async Task Silence_lasts_the_answer_time_on_the_clock_of_the_world()
    {
        await using var world = new VirtualWorld(Quick);
        world.Break("front-door", new DeviceFaults { Deaf = true });

        var motion = world.DoAsync("front-door", new DeviceAct.Unlock());
        Assert.False(motion.IsCompleted);
        world.Clock.Advance(new SimulatorOptions().AnswerWithin);

        Assert.Equal(CommandEnd.Unknown, (await motion).End);
    }

    [Fact]
    public async Task An_unlock_for_a_time_relocks_by_itself_and_says_so()
    {
        await using var world = new VirtualWorld(Quick);
        await world.DoAsync("front-door", new DeviceAct.Unlock(Second * 5));

        world.Clock.Advance(Second * 5);

        var moved = await world.Heard.AtLeastAsync<DeviceReport.BoltMoved>(2);
        Assert.Equal((BoltState.Locked, MotionCause.Automatic), (moved[1].State, moved[1].Cause));
    }

    [Fact]
    public async Task A_newer_motion_cancels_the_relocking_of_the_one_before()
    {
        await using var world = new VirtualWorld(Quick);
        await world.DoAsync("front-door", new DeviceAct.Unlock(Second * 5));
        world.Clock.Advance(Second * 4);
        await world.DoAsync("front-door", new DeviceAct.Unlock(Second * 5));

        world.Clock.Advance(Second * 4);
        Assert.Equal(BoltState.Unlocked, world.Look("front-door").Bolt);
        world.Clock.Advance(Second);
        Assert.Equal(BoltState.Locked, world.Look("front-door").Bolt);
    }

    [Fact]
    public async Task A_lock_that_forgets_later_shows_the_code_until_then()
    {
        await using var world = new VirtualWorld(Quick);
        world.Break("front-door", new DeviceFaults { ForgetAfter = Second * 50 });
        await world.DoAsync("front-door", new DeviceAct.SetPasscode(1, PinDigits.Parse("4711").Value));

        world.Clock.Advance(Second * 49);
        Assert.Equal("4711", world.Look("front-door").Passcodes[1]);
        world.Clock.Advance(Second);
        Assert.Empty(world.Look("front-door").Passcodes);
    }

    [Fact]
    public async Task A_code_opens_from_its_start_until_just_before_its_end_by_the_clock_of_the_lock()
    {
        await using var world = new VirtualWorld(Quick);
        var now = world.Clock.GetUtcNow();
        await world.DoAsync("front-door", new DeviceAct.SetPasscode(1, PinDigits.Parse("4711").Value, now + Second, now + (Second * 2)));
        var typed = new WorldControl.Present("front-door", CredentialKind.Passcode, "4711");

        Assert.Equal(BoltState.Locked, world.Control(typed).Value.Bolt);
        world.Clock.Advance(Second);
        Assert.Equal(BoltState.Unlocked, world.Control(typed).Value.Bolt);
        await world.DoAsync("front-door", new DeviceAct.Lock());
        world.Clock.Advance(Second);
        Assert.Equal(BoltState.Locked, world.Control(typed).Value.Bolt);
    }

    [Fact]
    public async Task A_lock_without_windows_refuses_one_instead_of_widening_it()
    {
        await using var world = new VirtualWorld(Quick);
        var code = PinDigits.Parse("4711").Value;

        var answer = await world.DoAsync("back-gate", new DeviceAct.SetPasscode(1, code, Until: world.Clock.GetUtcNow() + Second));

        Assert.Equal(AccessErrorCode.Unsupported, answer.Error?.Code);
        Assert.Empty(world.Look("back-gate").Passcodes);
    }

    [Fact]
    public async Task A_keypad_out_of_service_takes_no_code_for_a_minute()
    {
        await using var world = new VirtualWorld(Quick);
        world.Break("front-door", new DeviceFaults { WrongCodeLimit = 3 });
        await world.DoAsync("front-door", new DeviceAct.SetPasscode(1, PinDigits.Parse("4711").Value));
        for (var i = 0; i < 3; i++)
        {
            world.Control(new WorldControl.Present("front-door", CredentialKind.Passcode, "0000"));
        }

        var right = new WorldControl.Present("front-door", CredentialKind.Passcode, "4711");
        Assert.Equal(BoltState.Locked, world.Control(right).Value.Bolt);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BoltState.Unlocked, world.Control(right).Value.Bolt);
        Assert.Single(world.Heard.All.OfType<DeviceReport.KeypadDisabled>());
    }

    [Fact]
    public async Task A_clock_that_drifts_shows_in_its_reports_is_told_once_and_can_be_set_right()
    {
        await using var world = new VirtualWorld(Quick);
        world.Break("front-door", new DeviceFaults { DriftPerDay = Second * 10 });
        world.Clock.Advance(TimeSpan.FromDays(1));

        await world.DoAsync("front-door", new DeviceAct.Unlock());
        await world.DoAsync("front-door", new DeviceAct.Lock());

        Assert.Equal(Second * 10, Assert.Single(world.Heard.All.OfType<DeviceReport.ClockDrifted>()).By);
        Assert.All(world.Heard.All.OfType<DeviceReport.BoltMoved>(), moved => Assert.Equal(world.Clock.GetUtcNow() + (Second * 10), moved.DeviceAt));
        await world.DoAsync("front-door", new DeviceAct.SetClock());
        Assert.Equal(TimeSpan.Zero, world.Look("front-door").ClockAhead);
    }
}
