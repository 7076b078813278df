using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;

namespace Latchwork.Domain.Tests.Alerts;

public sealed class AlertTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("22:00", "07:00", "2026-03-01T21:59Z", null)]
    [InlineData("22:00", "07:00", "2026-03-01T22:00Z", "2026-03-02T07:00Z")]
    [InlineData("22:00", "07:00", "2026-03-02T03:00Z", "2026-03-02T07:00Z")]
    [InlineData("22:00", "07:00", "2026-03-02T07:00Z", null)]
    [InlineData("12:00", "14:00", "2026-03-02T13:00Z", "2026-03-02T14:00Z")]
    [InlineData("12:00", "12:00", "2026-03-02T12:00Z", null)]
    // The clocks go forward at one in the morning: half past one is two hours after midnight less a quarter.
    [InlineData("22:00", "01:30", "2026-03-29T00:30Z", "2026-03-29T01:30Z")]
    // And back: half past one comes twice.
    [InlineData("22:00", "01:30", "2026-10-24T22:00Z", "2026-10-25T00:30Z")]
    public void Quiet_hours_are_by_the_clocks_of_the_place(string from, string until, string at, string? end) =>
        Assert.Equal(
            end is null ? null : Instant(end),
            new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(until, null)).EndAfter(Instant(at), "Europe/London")
        );

    [Fact]
    public void Quiet_hours_of_a_place_are_not_those_of_another()
    {
        var night = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0));
        Assert.Null(night.EndAfter(Noon, "Europe/London"));
        Assert.Null(night.EndAfter(Noon, "Asia/Tokyo"));
        Assert.Equal(Noon.AddHours(10), night.EndAfter(Noon.AddHours(1), "Asia/Tokyo"));
    }

    [Fact]
    public void So_many_messages_an_hour_are_sent_and_then_one_with_the_rest()
    {
        var pace = default(AlertPace);
        List<int> sent = [];
        DateTimeOffset? heldUntil = null;
        for (var minute = 0; minute < 130; minute++)
        {
            var now = Noon.AddMinutes(minute);
            if (now < heldUntil)
            {
                continue;
            }

            (pace, heldUntil) = pace.Turn(most: 3, now);
            if (heldUntil is null)
            {
                sent.Add(minute);
            }
        }

        Assert.Equal([0, 1, 2, 60, 61, 62, 120, 121, 122], sent);
    }

    [Fact]
    public void An_end_is_told_to_those_alone_who_were_told_of_the_beginning()
    {
        AlertMatch begins = new(AlertTopic.Jammed, IsEnd: false);
        AlertMatch ends = new(AlertTopic.Jammed, IsEnd: true);

        Assert.Equal(AlertStep.Tell, AlertStory.Step(begins, null, Noon, TwoMinutes));
        Assert.Equal(AlertStep.Leave, AlertStory.Step(ends, null, Noon, TwoMinutes));
        Assert.Equal(AlertStep.Leave, AlertStory.Step(ends, new LastAlert(IsEnd: true, IsWaiting: false, Noon), Noon, TwoMinutes));
        Assert.Equal(AlertStep.Tell, AlertStory.Step(ends, new LastAlert(IsEnd: false, IsWaiting: true, Noon), Noon.AddSeconds(1), TwoMinutes));
    }

    [Theory]
    [InlineData(true, 119, AlertStep.TakeBack)]
    [InlineData(true, 120, AlertStep.Tell)]
    [InlineData(false, 1, AlertStep.Tell)]
    public void A_link_that_is_back_in_a_moment_is_not_told(bool isWaiting, int seconds, AlertStep step) =>
        Assert.Equal(
            step,
            AlertStory.Step(
                new(AlertTopic.LinkOffline, IsEnd: true),
                new LastAlert(IsEnd: false, isWaiting, Noon),
                Noon.AddSeconds(seconds),
                TwoMinutes
            )
        );

    [Fact]
    public void Every_topic_has_an_event_that_begins_it()
    {
        var begun = AlertTopics
            .Kinds.Select(kind => new AuditEvent
            {
                Kind = kind,
                Outcome = AuditOutcome.Reported,
                Operation = Guid.Empty,
            })
            .SelectMany(AlertTopics.Of)
            .Where(match => !match.IsEnd)
            .Select(match => match.Topic);

        Assert.Equal(Enum.GetValues<AlertTopic>(), begun.Distinct().Order());
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
