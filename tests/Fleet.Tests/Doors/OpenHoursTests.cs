using Latchwork.Domain.Locks;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

/// <summary>Design, "Relock and open hours".</summary>
public sealed class OpenHoursTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan End = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Inside = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(25);

    [Fact]
    public async Task The_bolt_is_drawn_when_the_hours_begin_and_locked_when_they_end()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        await at.OpenHoursAsync(Start, End);
        await at.RoundsAsync();
        Assert.Equal(BoltState.Locked, at.Truth.Bolt);

        at.House.Clock.Forward(Inside);
        await at.UntilAsync(BoltState.Unlocked);
        await at.RoundsAsync();
        at.House.Clock.Forward(TimeSpan.FromMinutes(5));
        await at.RoundsAsync();
        Assert.Equal(BoltState.Unlocked, at.Truth.Bolt);

        at.House.Clock.Forward(After);
        await at.UntilAsync(BoltState.Locked);
        Assert.Equal((1, 1), (at.Truth.Motions.Unlock.Received, at.Truth.Motions.Lock.Received));
        await Poll.UntilAsync(async () => await EndsOfServerAsync(at) == "2");
    }

    [Fact]
    public async Task Without_opening_by_itself_the_first_opening_in_the_hours_lasts_to_their_end_whatever_it_asks_for()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(5);
        await at.OpenHoursAsync(Start, End, byItself: false);
        at.House.Clock.Forward(Inside);
        await at.RoundsAsync();
        Assert.Equal(BoltState.Locked, at.Truth.Bolt);

        Assert.Null(await at.UnlockAsync(TimeSpan.FromSeconds(1)));
        at.House.Clock.Forward(TimeSpan.FromMinutes(5));
        await at.RoundsAsync();
        Assert.Equal(BoltState.Unlocked, at.Truth.Bolt);

        at.House.Clock.Forward(After);
        await at.UntilAsync(BoltState.Locked);
    }

    [Theory]
    [InlineData(false, BoltState.Unlocked)]
    [InlineData(true, BoltState.Locked)]
    public async Task A_link_that_was_down_at_the_beginning_opens_the_door_only_while_the_hours_last(bool comesBackLate, BoltState bolt)
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(Start, End);
        await at.SetLinkAsync(isUp: false);
        at.House.Clock.Forward(Inside);
        await at.RoundsAsync();
        at.House.Clock.Forward(comesBackLate ? After : TimeSpan.FromMinutes(3));

        await at.SetLinkAsync(isUp: true);

        await at.UntilAsync(bolt);
        await at.RoundsAsync();
        Assert.Equal(bolt == BoltState.Unlocked ? 1 : 0, at.Truth.Motions.Unlock.Received);
    }

    [Fact]
    public async Task A_door_that_was_out_of_reach_when_the_hours_ended_is_locked_when_it_is_back()
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(Start, End);
        at.House.Clock.Forward(Inside);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.RoundsAsync();
        await at.SetLinkAsync(isUp: false);
        at.House.Clock.Forward(TimeSpan.FromHours(3));
        await at.RoundsAsync();

        await at.SetLinkAsync(isUp: true);

        await at.UntilAsync(BoltState.Locked);
    }

    [Fact]
    public async Task A_frozen_lock_is_not_opened_until_it_is_thawed_inside_the_hours()
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(Start, End);
        await at.House.AskAsync("update smart_lock set frozen_at = created_at");
        at.House.Clock.Forward(Inside);
        await at.RoundsAsync();
        Assert.Equal(0, at.Truth.Motions.Unlock.Received);

        await at.House.AskAsync("update smart_lock set frozen_at = null");
        at.House.Clock.Forward(TimeSpan.FromMinutes(2));

        await at.UntilAsync(BoltState.Unlocked);
    }

    [Fact]
    public async Task Hours_that_are_set_while_they_hold_open_nothing_and_hours_that_are_taken_away_lock()
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(-Start, End);
        await at.RoundsAsync();
        Assert.Equal(BoltState.Locked, at.Truth.Bolt);
        Assert.Null(await at.UnlockAsync());
        await at.RoundsAsync();
        Assert.Equal(BoltState.Unlocked, at.Truth.Bolt);

        await at.NoHoursAsync();

        await at.UntilAsync(BoltState.Locked);
        await Poll.UntilAsync(async () => (await at.RowAsync()).Length == 0);
    }

    private static Task<string> EndsOfServerAsync(Street at) =>
        at.House.AskAsync($"select count(*) from audit_event where principal_id = '{Guid.Empty}' and stage = 2");
}
