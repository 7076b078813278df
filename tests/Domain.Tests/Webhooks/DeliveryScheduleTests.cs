using Latchwork.Domain.Webhooks;

namespace Latchwork.Domain.Tests.Webhooks;

public sealed class DeliveryScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Of the Sifely wire (12.3).</summary>
    private static readonly RetrySchedule Schedule = new(
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
        OrderedTries: 3
    );

    [Fact]
    public void A_delivery_is_tried_at_once_and_after_each_pause_and_then_parked()
    {
        var (state, now) = (DeliveryState.New(Start), Start);
        var waited = new List<TimeSpan>();
        while (state.DueAt is { } due)
        {
            waited.Add(due - now);
            now = due;
            state = DeliverySchedule.Step(Schedule, state, DeliveryEvent.Failed, now);
        }

        Assert.Equal([TimeSpan.Zero, .. Schedule.Pauses], waited);
        Assert.Equal((DeliveryPhase.Parked, 6), (state.Phase, state.Tries));
    }

    [Theory]
    [InlineData(DeliveryPhase.Parked, 6)]
    [InlineData(DeliveryPhase.Delivered, 0)]
    [InlineData(DeliveryPhase.Waiting, 1)]
    public void One_that_is_replayed_begins_anew(DeliveryPhase phase, int tries)
    {
        var state = new DeliveryState(phase, tries, phase == DeliveryPhase.Waiting ? Start.AddHours(8) : null);
        Assert.Equal(DeliveryState.New(Start), DeliverySchedule.Step(Schedule, state, DeliveryEvent.Replayed, Start));
    }

    /// <summary>Its time says when it is true.</summary>
    [Fact]
    public void One_that_was_never_tried_keeps_its_time_when_it_is_replayed()
    {
        var state = DeliveryState.New(Start.AddMinutes(10));
        Assert.Equal(state, DeliverySchedule.Step(Schedule, state, DeliveryEvent.Replayed, Start));
    }

    [Theory]
    [InlineData(DeliveryPhase.Waiting)]
    [InlineData(DeliveryPhase.Parked)]
    public void An_acknowledgement_counts_whenever_it_comes(DeliveryPhase phase)
    {
        var state = new DeliveryState(phase, 2, phase == DeliveryPhase.Waiting ? Start : null);
        Assert.Equal(new DeliveryState(DeliveryPhase.Delivered, 2, null), DeliverySchedule.Step(Schedule, state, DeliveryEvent.Acknowledged, Start));
    }

    [Fact]
    public void What_is_delivered_or_withdrawn_stays_so_whatever_its_tries_tell()
    {
        foreach (var phase in new[] { DeliveryPhase.Delivered, DeliveryPhase.Withdrawn })
        {
            var state = new DeliveryState(phase, 1, null);
            var told = Enum.GetValues<DeliveryEvent>().Where(what => what != DeliveryEvent.Replayed || phase == DeliveryPhase.Withdrawn);
            Assert.All(told, what => Assert.Equal(state, DeliverySchedule.Step(Schedule, state, what, Start)));
        }
    }

    [Fact]
    public void A_try_that_was_given_back_does_not_count()
    {
        var state = new DeliveryState(DeliveryPhase.Waiting, 2, Start);
        Assert.Equal(state, DeliverySchedule.Step(Schedule, state, DeliveryEvent.GivenBack, Start));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 60, false)] // told later on purpose
    [InlineData(1, 30, true)]
    [InlineData(2, 120, true)]
    [InlineData(3, 600, false)]
    [InlineData(5, 0, false)]
    public void Later_ones_wait_while_the_first_quick_retries_last(int tries, int dueInSeconds, bool holdsBack)
    {
        var state = new DeliveryState(DeliveryPhase.Waiting, tries, Start.AddSeconds(dueInSeconds));
        Assert.Equal(holdsBack, DeliverySchedule.HoldsBack(Schedule, state, Start));
    }

    [Theory]
    [InlineData(DeliveryPhase.Delivered)]
    [InlineData(DeliveryPhase.Parked)]
    [InlineData(DeliveryPhase.Withdrawn)]
    public void What_is_settled_holds_nobody_back(DeliveryPhase phase) =>
        Assert.False(DeliverySchedule.HoldsBack(Schedule, new DeliveryState(phase, 0, null), Start));

    [Fact]
    public void An_endpoint_that_fails_rests_longer_each_time_and_never_longer_than_the_shortest_pause()
    {
        var health = default(EndpointHealth);
        var rests = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            health = health.After(acknowledged: false, Start);
            rests.Add((health.RestsUntil!.Value - Start).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], rests);
        Assert.Equal(default, health.After(acknowledged: true, Start));
        Assert.True(EndpointHealth.LongestRest <= Schedule.Pauses.Min());
    }

    [Fact]
    public void After_100_failures_in_a_row_an_endpoint_is_to_be_paused()
    {
        var health = default(EndpointHealth);
        for (var i = 0; i < 99; i++)
        {
            health = health.After(acknowledged: false, Start);
        }

        Assert.False(PauseRule.Usual.IsMet(health, Start));
        Assert.True(PauseRule.Usual.IsMet(health.After(acknowledged: false, Start), Start));
        Assert.False(PauseRule.Usual.IsMet(health.After(acknowledged: true, Start).After(acknowledged: false, Start), Start));
    }

    [Fact]
    public void An_endpoint_that_has_failed_for_so_long_is_to_be_paused_and_not_before()
    {
        var rule = PauseRule.After(TimeSpan.FromDays(3));
        var health = default(EndpointHealth).After(acknowledged: false, Start);
        for (var i = 0; i < 500; i++)
        {
            health = health.After(acknowledged: false, Start + TimeSpan.FromHours(1));
        }

        Assert.False(rule.IsMet(default, Start));
        Assert.False(rule.IsMet(health, Start + TimeSpan.FromDays(3) - TimeSpan.FromTicks(1)));
        Assert.True(rule.IsMet(health, Start + TimeSpan.FromDays(3)));
        Assert.False(rule.IsMet(health.After(acknowledged: true, Start), Start + TimeSpan.FromDays(4)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(30)]
    public void A_schedule_lasts_at_least_as_long_as_it_was_asked_for_and_at_most_half_a_day_longer(int days)
    {
        var schedule = RetrySchedule.Over(TimeSpan.FromDays(days), RetrySchedule.Strictly);
        var whole = TimeSpan.FromTicks(schedule.Pauses.Sum(pause => pause.Ticks));

        Assert.InRange(whole, TimeSpan.FromDays(days), TimeSpan.FromDays(days + 0.5));
        Assert.Equal(schedule.Pauses.Order(), schedule.Pauses);
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.Pauses[0]);
    }

    /// <summary>Rests of an endpoint never keep a single delivery from its own times.</summary>
    [Fact]
    public void A_rest_after_so_many_failures_is_over_before_the_pause_after_them()
    {
        var health = default(EndpointHealth);
        foreach (var pause in RetrySchedule.Over(TimeSpan.FromDays(3), 0).Pauses)
        {
            health = health.After(acknowledged: false, Start);
            Assert.True(health.RestsUntil - Start <= pause);
        }
    }
}
