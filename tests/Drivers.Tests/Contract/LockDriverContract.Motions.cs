using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.Contract;

public abstract partial class LockDriverContract
{
    [Fact]
    public async Task A_motion_is_done_when_the_lock_reports_the_new_state()
    {
        AssertDone(await DoAsync(new DeviceAct.Unlock()));
        await AssertBoltAsync(BoltState.Unlocked);

        AssertDone(await DoAsync(new DeviceAct.Lock()));
        var truth = await Bench.LookAsync();
        Assert.Equal((BoltState.Locked, 2, 2), (truth.Bolt, truth.MotionsHeard, truth.MotionsDone));
    }

    [Fact]
    public async Task An_acknowledgement_without_a_motion_is_never_done()
    {
        await BreakAsync(BenchFault.LyingAck);

        var answer = await DoAsync(new DeviceAct.Unlock());

        Assert.NotEqual(CommandEnd.Done, answer.End);
        Assert.NotNull(answer.Error);
        Assert.Equal((BoltState.Locked, 1), ((await Bench.LookAsync()).Bolt, (await Bench.LookAsync()).MotionsHeard));
    }

    [Fact]
    public async Task A_refused_motion_has_failed_and_the_bolt_has_not_moved()
    {
        await BreakAsync(BenchFault.RefusesNext);

        AssertFailed(AccessErrorCode.DeviceRefused, await DoAsync(new DeviceAct.Unlock()));

        var truth = await Bench.LookAsync();
        Assert.Equal((BoltState.Locked, 0), (truth.Bolt, truth.MotionsDone));
    }

    [Fact]
    public async Task A_motion_that_jams_has_failed_as_jammed()
    {
        await BreakAsync(BenchFault.JamsNext);

        AssertFailed(AccessErrorCode.Jammed, await DoAsync(new DeviceAct.Unlock()));
        await Heard.FirstAsync<DeviceReport.Jammed>(report => report.Address == Bench.Lock);
    }

    [Fact]
    public async Task A_busy_device_has_done_nothing_and_says_so()
    {
        await BreakAsync(BenchFault.Busy);

        AssertFailed(AccessErrorCode.DeviceBusy, await DoAsync(new DeviceAct.Unlock()));
        await AssertBoltAsync(BoltState.Locked);
    }

    /// <summary>DV-7.</summary>
    [Fact]
    public async Task A_motion_that_nobody_answered_is_unknown_and_is_sent_at_most_once()
    {
        await BreakAsync(BenchFault.Deaf);

        AssertUnknown(await DoAsync(new DeviceAct.Unlock()));

        var truth = await LookAfterAnotherExchangeAsync();
        Assert.InRange(truth.MotionsHeard, 0, 1);
        Assert.Equal(0, truth.MotionsDone);
    }

    /// <summary>DV-7: with a lost answer a repetition would open a door twice.</summary>
    [Fact]
    public async Task A_motion_whose_answer_is_lost_is_unknown_and_happens_exactly_once()
    {
        await BreakAsync(BenchFault.AckLost);

        AssertUnknown(await DoAsync(new DeviceAct.Unlock()));

        var truth = await LookAfterAnotherExchangeAsync();
        Assert.Equal((BoltState.Unlocked, 1, 1), (truth.Bolt, truth.MotionsHeard, truth.MotionsDone));
    }

    [Fact]
    public async Task A_device_that_the_link_cannot_reach_has_done_nothing()
    {
        await BreakAsync(BenchFault.Offline);

        AssertFailed(AccessErrorCode.DeviceOffline, await DoAsync(new DeviceAct.Unlock()));
        AssertFailed(AccessErrorCode.DeviceOffline, await DoAsync(new DeviceAct.ReadState()));
        await AssertBoltAsync(BoltState.Locked);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting_and_not_the_motion()
    {
        await BreakAsync(BenchFault.Slow);
        using var impatience = new CancellationTokenSource();

        var motion = Link.DoAsync(Bench.Lock, new DeviceAct.Unlock(), impatience.Token);
        await Eventually.HoldsAsync(async () => (await Bench.LookAsync()).MotionsHeard == 1, "the command arrived");
        await impatience.CancelAsync();

        AssertUnknown(await motion);
        await Bench.MendAsync();
        await Eventually.HoldsAsync(async () => (await Bench.LookAsync()).Bolt == BoltState.Unlocked, "the bolt arrives all the same");
        Assert.Equal(1, (await LookAfterAnotherExchangeAsync()).MotionsDone);
    }

    [Fact]
    public async Task A_question_is_answered_by_the_lock_itself()
    {
        var bolt = await DoAsync(new DeviceAct.ReadState());
        AssertDone(bolt);
        Assert.Equal(BoltState.Locked, Assert.IsType<DeviceReading.Bolt>(bolt.Reading).State);

        var battery = await DoAsync(new DeviceAct.ReadBattery());
        AssertDone(battery);
        Assert.InRange(Assert.IsType<DeviceReading.Battery>(battery.Reading).Percent ?? 0, 0, 100);

        AssertDone(await DoAsync(new DeviceAct.Ping()));
        Assert.Equal(0, (await Bench.LookAsync()).MotionsHeard);
    }

    [Fact]
    public async Task A_question_that_nobody_answered_has_failed_because_nothing_was_done()
    {
        await BreakAsync(BenchFault.Deaf);

        AssertFailed(AccessErrorCode.DeviceOffline, await DoAsync(new DeviceAct.Ping()));
    }

    [Fact]
    public async Task An_act_that_the_lock_cannot_do_is_unsupported()
    {
        AssertFailed(AccessErrorCode.Unsupported, await DoAsync(new DeviceAct.OpenBox([1])));
        AssertFailed(AccessErrorCode.Unsupported, await DoAsync(new DeviceAct.SetLed([], "#00FF00")));
        await AssertBoltAsync(BoltState.Locked);
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_not_found()
    {
        AssertFailed(AccessErrorCode.NotFound, await Link.DoAsync("4711-no-such-device", new DeviceAct.Unlock(), Cancel));
    }
}
