using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

/// <summary>Design, "Relock and open hours"; DV-7; AU-1.</summary>
public sealed class RelockTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_door_that_somebody_opened_by_hand_is_locked_again_in_its_time_and_no_sooner()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(20);

        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.RoundsAsync();
        Assert.Equal(BoltState.Unlocked, at.Truth.Bolt);
        at.House.Clock.Forward(Later);

        await at.UntilAsync(BoltState.Locked);
        await Poll.UntilAsync(async () => await at.ToldAsync(AuditKind.Lock, AuditStage.Ended) == 1);
        Assert.Equal(1, await at.ToldAsync(AuditKind.Lock, AuditStage.Asked));
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
        await Poll.UntilAsync(async () => (await at.RowAsync()).Length == 0);
    }

    [Fact]
    public async Task A_lock_that_can_is_told_how_long_it_stays_open_and_the_server_only_watches()
    {
        await using var at = await Street.BuildAsync();
        var after = TimeSpan.FromSeconds(3);
        await at.House.AskAsync($"update smart_lock set relock_after = interval '{after.TotalSeconds} seconds'");
        at.House.Clock.Stand();

        Assert.Null(await at.UnlockAsync());
        at.House.Clock.Forward(after + (RelockRules.Grace / 2));

        await at.UntilAsync(BoltState.Locked);
        await at.UntilShownAsync(BoltState.Locked);
        at.House.Clock.Forward(Later);
        await Poll.UntilAsync(async () => (await at.RowAsync()).Length == 0);
        Assert.Equal(0, at.Truth.Motions.Lock.Received);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task The_time_that_was_asked_for_with_an_unlock_holds_instead_of_the_locks_own(int? own, bool lockCounts)
    {
        await using var at = await Street.BuildAsync();
        await (lockCounts ? Task.CompletedTask : at.CountsNoTimeAsync());
        await at.RelockAfterAsync(own);

        Assert.Null(await at.UnlockAsync(TimeSpan.FromMinutes(1)));
        at.House.Clock.Forward(Later);
        // The door is looked at again; what is set now is of the next opening.
        await at.RelockAfterAsync(own);
        await Poll.UntilAsync(async () => await at.House.AskAsync($"select due_at > '{at.House.Clock.GetUtcNow():O}' from relock") == "True");
        Assert.Equal(("aim 0, attempts 0", BoltState.Unlocked), (await at.RowAsync(), at.Truth.Bolt));

        at.House.Clock.Forward(Later + RelockRules.Grace);
        await at.UntilAsync(BoltState.Locked);
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
    }

    [Fact]
    public async Task A_door_that_was_locked_by_hand_is_left_alone()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(20);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);

        at.Turn(BoltState.Locked);
        await at.UntilShownAsync(BoltState.Locked);
        at.House.Clock.Forward(Later);

        await Poll.UntilAsync(async () => (await at.RowAsync()).Length == 0);
        Assert.Equal(0, at.Truth.Motions.Lock.Received);
    }

    [Fact]
    public async Task A_lock_without_the_setting_has_nothing_to_remember()
    {
        await using var at = await Street.BuildAsync();
        Assert.Null(await at.UnlockAsync());
        at.Turn(BoltState.Locked);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);

        Assert.Empty(await at.RowAsync());
    }

    [Fact]
    public async Task A_door_that_cannot_be_reached_is_told_once_and_locked_when_its_link_is_back()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.SetLinkAsync(isUp: false);

        await at.ForwardUntilAsync(Later, async () => await at.ToldAsync(AuditKind.DoorLeftUnlocked) > 0);
        Assert.Equal($"aim 1, attempts {RelockPlan.MostAttempts}", await at.RowAsync());
        at.House.Clock.Forward(TimeSpan.FromHours(2));
        await at.RoundsAsync();
        await at.SetLinkAsync(isUp: true);

        await at.UntilAsync(BoltState.Locked);
        Assert.Equal(1, await at.ToldAsync(AuditKind.DoorLeftUnlocked));
    }

    [Fact]
    public async Task A_door_that_was_given_up_for_it_stood_ajar_is_locked_when_it_is_pulled_shut()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Doors.Do(new WorldControl.MoveDoor(Street.Door, DoorState.Open));
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.House.AskAsync(
            $"update relock set aim = 1, attempts = {RelockPlan.MostAttempts}, is_told = true, due_at = due_at + interval '1 hour'"
        );
        at.House.Clock.Forward(Later);
        await at.RoundsAsync();
        Assert.Equal(0, at.Truth.Motions.Lock.Received);

        at.Doors.Do(new WorldControl.MoveDoor(Street.Door, DoorState.Closed));

        await at.UntilAsync(BoltState.Locked);
    }

    /// <summary>DV-7.</summary>
    [Fact]
    public async Task A_motion_of_unknown_end_is_followed_by_a_question_and_not_by_another_motion()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        at.Doors.Break(Street.Door, new DeviceFaults { AckLost = true });
        at.House.Clock.Forward(Later);
        await at.UntilShownAsync(BoltState.Unknown);
        at.House.Clock.Forward(Later);
        await at.RoundsAsync();
        Assert.Equal(1, at.Truth.Motions.Lock.Received);

        at.Doors.Mend(Street.Door);

        await at.ForwardUntilAsync(TimeSpan.FromSeconds(5), async () => (await at.RowAsync()).Length == 0);
        await at.UntilShownAsync(BoltState.Locked);
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
        Assert.Equal(0, await at.ToldAsync(AuditKind.DoorLeftUnlocked));
    }

    [Fact]
    public async Task A_bolt_that_stops_half_way_is_tried_again()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        at.Doors.Break(Street.Door, new DeviceFaults { JamNext = true });
        at.House.Clock.Forward(Later);
        await at.UntilShownAsync(BoltState.Jammed);

        await at.ForwardUntilAsync(TimeSpan.FromSeconds(2), () => Task.FromResult(at.Truth.Bolt == BoltState.Locked));
        Assert.Equal(2, at.Truth.Motions.Lock.Received);
    }

    /// <summary>Half way is not locked, however it came to that.</summary>
    [Fact]
    public async Task A_bolt_that_somebody_leaves_half_way_is_locked_like_one_that_is_open()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Turn(BoltState.Jammed);
        await at.UntilShownAsync(BoltState.Jammed);
        at.House.Clock.Forward(Later);

        await at.UntilAsync(BoltState.Locked);
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
    }

    [Fact]
    public async Task Another_node_goes_on_where_one_stopped()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(60);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);

        var second = at.House.AddNode("second");
        await at.House.StopAsync(at.House.First);
        at.House.Clock.Forward(TimeSpan.FromMinutes(2));
        await second.StartAsync();

        await at.UntilAsync(BoltState.Locked);
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
    }

    [Fact]
    public async Task A_frozen_lock_locks_again_all_the_same()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.House.AskAsync("update smart_lock set frozen_at = created_at");
        at.House.Clock.Forward(Later);

        await at.UntilAsync(BoltState.Locked);
    }
}
