using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

/// <summary>Offline codes at a simulated keypad, with no line to anybody (18).</summary>
public sealed class SimulatedOfflineTests
{
    private const string Door = "front-door";
    private static readonly OfflineSecret Secret = new([.. Enumerable.Range(0, OfflineSecret.Size).Select(i => (byte)i)]);
    private static readonly OfflineRules Rules = new("Europe/London");

    [Fact]
    public async Task A_lock_takes_an_offline_code_while_its_line_is_cut()
    {
        await using var world = await WorldAsync();
        world.Control(new WorldControl.SetLink(false));

        Assert.Equal(BoltState.Unlocked, world.Control(Typed(world, OfflineKind.OneTime)).Value.Bolt);
    }

    [Fact]
    public async Task The_lock_tells_which_code_it_was()
    {
        await using var world = await WorldAsync();
        var code = Code(world, OfflineKind.Permanent);

        world.Control(new WorldControl.Present(Door, CredentialKind.Passcode, Secret.Encode(code).Reveal()));

        var moved = await world.Heard.FirstAsync<DeviceReport.BoltMoved>();
        Assert.Equal(
            (MotionCause.Credential, CredentialKind.Passcode, (int?)null, code.Mark),
            (moved.Cause, moved.Kind!.Value, moved.Slot, moved.Offline)
        );
    }

    [Fact]
    public async Task A_used_one_time_code_is_refused_without_its_digits()
    {
        await using var world = await WorldAsync();
        var typed = Typed(world, OfflineKind.OneTime);
        world.Control(typed);
        await world.DoAsync(Door, new DeviceAct.Lock());

        Assert.Equal(BoltState.Locked, world.Control(typed).Value.Bolt);
        Assert.DoesNotContain(typed.Value, (await world.Heard.FirstAsync<DeviceReport.CredentialRefused>()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erase_code_ends_the_codes_before_it_and_opens_nothing()
    {
        await using var world = await WorldAsync();

        var truth = world.Control(Typed(world, OfflineKind.Erase, epoch: 1)).Value;
        Assert.Equal((BoltState.Locked, 1), (truth.Bolt, truth.OfflineEpoch));
        Assert.Equal(1, (await world.Heard.FirstAsync<DeviceReport.OfflineCodesErased>()).By.Epoch);
        Assert.Equal(BoltState.Locked, world.Control(Typed(world, OfflineKind.Permanent)).Value.Bolt);
        Assert.Equal(BoltState.Unlocked, world.Control(Typed(world, OfflineKind.Permanent, epoch: 1)).Value.Bolt);
    }

    [Fact]
    public async Task KR_4_Five_wrong_codes_put_the_keypad_out_of_service_for_five_minutes_and_then_for_ten()
    {
        await using var world = await WorldAsync();
        foreach (var minutes in new[] { 5, 10 })
        {
            for (var i = 0; i < 5; i++)
            {
                world.Control(new WorldControl.Present(Door, CredentialKind.Passcode, "000000000"));
            }

            Assert.Equal(BoltState.Locked, world.Control(Typed(world, OfflineKind.Permanent)).Value.Bolt);
            world.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(BoltState.Unlocked, world.Control(Typed(world, OfflineKind.Permanent)).Value.Bolt);
            await world.DoAsync(Door, new DeviceAct.Lock());
        }

        Assert.Equal(2, world.Heard.All.OfType<DeviceReport.KeypadDisabled>().Count());
    }

    [Fact]
    public async Task A_lock_that_was_given_no_secret_says_so_and_one_that_cannot_keep_one_refuses()
    {
        await using var world = new VirtualWorld("simulator:demo?seed=7&travel=0");

        Assert.Null((await world.DiscoverAsync()).Single(device => device.Address == Door).OfflineEpoch);
        Assert.Equal(AccessErrorCode.Unsupported, (await world.DoAsync("back-gate", Keep)).Error?.Code);
        await world.DoAsync(Door, Keep);
        Assert.Equal(0, (await world.DiscoverAsync()).Single(device => device.Address == Door).OfflineEpoch);
    }

    private static DeviceAct.KeepOfflineCodes Keep => new(new OfflineOrders(Secret, Rules, 0, []));

    private static async Task<VirtualWorld> WorldAsync()
    {
        var world = new VirtualWorld("simulator:demo?seed=7&travel=0");
        Assert.Equal(CommandEnd.Done, (await world.DoAsync(Door, Keep)).End);
        return world;
    }

    private static OfflineCode Code(VirtualWorld world, OfflineKind kind, int epoch = 0)
    {
        var now = world.Clock.GetUtcNow();
        return new OfflineRequest(kind, now, null).Places(Rules, now).Value[0].Code(epoch, 0);
    }

    private static WorldControl.Present Typed(VirtualWorld world, OfflineKind kind, int epoch = 0) =>
        new(Door, CredentialKind.Passcode, Secret.Encode(Code(world, kind, epoch)).Reveal());
}
