using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.Contract;

public abstract partial class LockDriverContract
{
    [Fact]
    public async Task Motions_are_reported_with_their_cause_and_in_their_order()
    {
        AssertDone(await DoAsync(new DeviceAct.Unlock()));
        AssertDone(await DoAsync(new DeviceAct.Lock()));
        AssertDone(await DoAsync(new DeviceAct.Unlock()));

        var moved = await Heard.AtLeastAsync<DeviceReport.BoltMoved>(3);
        Assert.Equal([BoltState.Unlocked, BoltState.Locked, BoltState.Unlocked], moved.Select(report => report.State));
        Assert.All(moved, report => Assert.Contains(report.Cause, new[] { MotionCause.Remote, MotionCause.Unknown }));
    }

    [Fact]
    public async Task A_code_typed_at_the_door_is_reported_with_its_slot()
    {
        await MemoryAsync();
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(3, Pin(GuestCode))));

        await HappenAsync(DoorEvent.CodeTyped, GuestCode);

        var moved = await Heard.FirstAsync<DeviceReport.BoltMoved>();
        Assert.Equal((Bench.Lock, BoltState.Unlocked, MotionCause.Credential), (moved.Address, moved.State, moved.Cause));
        Assert.Equal((CredentialKind.Passcode, 3), (moved.Kind, moved.Slot));
    }

    /// <summary>KR-7.</summary>
    [Fact]
    public async Task A_wrong_code_is_reported_without_its_digits()
    {
        await HappenAsync(DoorEvent.WrongCodeTyped, OtherCode);

        var refused = await Heard.FirstAsync<DeviceReport.CredentialRefused>();
        Assert.Equal((Bench.Lock, CredentialKind.Passcode), (refused.Address, refused.Kind));
        AssertKeepsToItself(OtherCode, Heard.All);
        await AssertBoltAsync(BoltState.Locked);
    }

    [Fact]
    public async Task A_keypad_out_of_service_is_reported()
    {
        await HappenAsync(DoorEvent.KeypadLockedOut, OtherCode);

        Assert.Equal(Bench.Lock, (await Heard.FirstAsync<DeviceReport.KeypadDisabled>()).Address);
    }

    [Fact]
    public async Task A_turn_by_hand_is_reported_as_such()
    {
        await HappenAsync(DoorEvent.TurnedByHand);

        var moved = await Heard.FirstAsync<DeviceReport.BoltMoved>();
        Assert.Equal((BoltState.Unlocked, MotionCause.Manual), (moved.State, moved.Cause));
    }

    [Fact]
    public async Task The_door_leaf_is_reported_when_it_moves()
    {
        await HappenAsync(DoorEvent.DoorOpened);
        await HappenAsync(DoorEvent.DoorClosed);

        var moved = await Heard.AtLeastAsync<DeviceReport.DoorMoved>(2);
        Assert.Equal([DoorState.Open, DoorState.Closed], moved.Select(report => report.State));
    }

    [Fact]
    public async Task Tampering_is_reported()
    {
        await HappenAsync(DoorEvent.CoverRemoved);

        Assert.Equal(Bench.Lock, (await Heard.FirstAsync<DeviceReport.Tampered>()).Address);
    }

    [Fact]
    public async Task A_jam_that_nobody_asked_for_is_reported()
    {
        await HappenAsync(DoorEvent.BoltJammed);

        Assert.Equal(Bench.Lock, (await Heard.FirstAsync<DeviceReport.Jammed>()).Address);
    }

    [Fact]
    public async Task A_battery_that_runs_low_is_reported()
    {
        await HappenAsync(DoorEvent.BatteryRanLow);

        var battery = await Heard.FirstAsync<DeviceReport.BatteryReported>(report => report.IsLow);
        Assert.Equal(Bench.Lock, battery.Address);
        Assert.InRange(battery.Percent ?? 0, 0, 100);
    }

    [Fact]
    public async Task A_slot_erased_at_the_lock_is_reported()
    {
        await MemoryAsync();
        AssertDone(await DoAsync(new DeviceAct.SetPasscode(1, Pin(GuestCode))));
        Heard.Forget();

        await HappenAsync(DoorEvent.SlotErased);

        var changed = await Heard.FirstAsync<DeviceReport.SlotChanged>(report => report.Change is SlotChange.Cleared or SlotChange.AllCleared);
        Assert.Equal((Bench.Lock, CredentialKind.Passcode), (changed.Address, changed.Kind));
    }

    [Fact]
    public async Task A_device_that_is_lost_and_found_is_reported_both_times()
    {
        await BreakAsync(BenchFault.Offline);
        await DoAsync(new DeviceAct.Ping());
        await Heard.FirstAsync<DeviceReport.DeviceWentOffline>(report => report.Address == Bench.Lock);
        Assert.False((await DiscoverLockAsync()).IsOnline);

        await Bench.MendAsync();
        await DoAsync(new DeviceAct.Ping());
        await Heard.FirstAsync<DeviceReport.DeviceCameOnline>(report => report.Address == Bench.Lock);
    }

    /// <summary>LG-1: no secret in anything that could be written to a log.</summary>
    [Fact]
    public async Task Acts_answers_and_reports_keep_digits_to_themselves()
    {
        await MemoryAsync();
        var act = new DeviceAct.SetPasscode(1, Pin(GuestCode));
        var set = await DoAsync(act);
        var taken = await DoAsync(new DeviceAct.SetPasscode(2, Pin(GuestCode)));
        var read = await ReadAsync(1);

        AssertKeepsToItself(GuestCode, [act, set, taken, read, Bench.Settings, .. Heard.All]);
        if (Bench.Settings.Secret is { Length: > 0 } secret)
        {
            AssertKeepsToItself(secret, [act, set, taken, read, Bench.Settings, .. Heard.All]);
        }
    }

    private static void AssertKeepsToItself(string secret, IEnumerable<object> written) =>
        Assert.All(written, thing => Assert.DoesNotContain(secret, $"{thing}", StringComparison.Ordinal));
}
