using Latchwork.Domain.Reservations;

namespace Latchwork.Domain.Tests.Reservations;

/// <summary>AZ-6 for the times of stays.</summary>
public sealed class SiteTimeTests
{
    [Theory]
    // The clocks leap from 01:00 to 02:00: a time in between is the gap's end, whichever end of a stay it is.
    [InlineData("Europe/London", "2026-03-29T01:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/London", "2026-03-29T02:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    // They show 01:00 to 02:00 twice: a start is the earlier, an end the later.
    [InlineData("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("Europe/London", "2026-10-25T02:00", "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-03-29T01:30", "2026-03-28T16:30:00Z", "2026-03-28T16:30:00Z")]
    public void A_wall_time_is_one_instant_as_a_start_and_one_as_an_end(string zone, string local, string start, string end)
    {
        var time = SiteTime.Parse(local)!.Value;

        Assert.Equal(DateTimeOffset.Parse(start, null), SiteTime.StartOf(zone, time).Value);
        Assert.Equal(DateTimeOffset.Parse(end, null), SiteTime.EndOf(zone, time).Value);
    }

    [Theory]
    // A night of 23 hours, one of 25, and two hours of an afternoon.
    [InlineData("Europe/London", "2026-03-28T12:00:00Z", "2026-03-29T11:00:00Z", 1)]
    [InlineData("Europe/London", "2026-10-24T11:00:00Z", "2026-10-25T12:00:00Z", 1)]
    [InlineData("Europe/London", "2026-06-01T12:00:00Z", "2026-06-01T14:00:00Z", 1)]
    // From ten in the evening to nine: two dates in Tokyo, where in UTC it is one.
    [InlineData("Asia/Tokyo", "2026-06-01T13:00:00Z", "2026-06-02T00:00:00Z", 1)]
    [InlineData("Asia/Tokyo", "2026-06-01T06:00:00Z", "2026-06-04T01:00:00Z", 3)]
    public void Days_are_counted_by_local_dates(string zone, string start, string end, int days) =>
        Assert.Equal(days, SiteTime.LivedDays(zone, new Period(DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null))));

    [Fact]
    public void A_zone_that_is_none_refuses_the_time() =>
        Assert.Equal(AccessErrorCode.Invalid, SiteTime.StartOf("Mars/Base", new DateTime(2026, 1, 1)).Error?.Code);

    [Theory]
    [InlineData("2026-11-22T15:00", true)]
    [InlineData("2026-11-22T15:00:30", true)]
    [InlineData("2026-11-22", false)]
    [InlineData("2026-11-22T15:00Z", false)]
    [InlineData("2026-02-30T15:00", false)]
    public void A_wall_time_has_one_form(string text, bool isOne) => Assert.Equal(isOne, SiteTime.Parse(text) is not null);
}
