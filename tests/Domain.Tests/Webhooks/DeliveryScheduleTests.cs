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

    [Fact]
    public void A_parked_one_that_is_replayed_begins_anew()
    {
        var parked = new DeliveryState(DeliveryPhase.Parked, 6, null);
        Assert.Equal(DeliveryState.New(Start), DeliverySchedule.Step(Schedule, parked, DeliveryEvent.Replayed, Start));
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
    public void What_is_delivered_or_withdrawn_stays_so()
    {
        foreach (var phase in new[] { DeliveryPhase.Delivered, DeliveryPhase.Withdrawn })
        {
            var state = new DeliveryState(phase, 1, null);
            Assert.All(Enum.GetValues<DeliveryEvent>(), what => Assert.Equal(state, DeliverySchedule.Step(Schedule, state, what, Start)));
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

        Assert.False(health.IsToBePaused);
        Assert.True(health.After(acknowledged: false, Start).IsToBePaused);
        Assert.False(health.After(acknowledged: true, Start).After(acknowledged: false, Start).IsToBePaused);
    }
}
