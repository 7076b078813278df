using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Hours of use as this wire writes them (3, 9.1).</summary>
public sealed class WireHoursTests
{
    [Theory]
    [InlineData("Europe/Berlin 12@07:30-19:00", "07:30", "19:00")]
    [InlineData("Europe/Berlin 12@22:00-02:00", "22:00", "02:00")]
    [InlineData("Europe/Berlin 12@00:00-24:00", "00:00", "00:00")]
    public void What_is_shown_is_read_back_as_the_same_hours(string stored, string start, string end)
    {
        var hours = WeeklyHours.Parse(stored).Value;

        var body = Assert.Single(HoursBody.Of(hours));

        Assert.Equal((start, end, "MONDAY TUESDAY"), (body.Start, body.End, string.Join(' ', body.Days)));
        Assert.Equal(hours, body.Read().Value);
    }

    [Theory]
    [InlineData("7:30", "19:00", "MONDAY")]
    [InlineData("07:30", "24:00", "MONDAY")]
    [InlineData("07:30:15", "19:00", "MONDAY")]
    [InlineData("07:30", "19:00", "Monday")]
    [InlineData("07:30", "", "MONDAY")]
    public void Anything_else_is_refused(string start, string end, string day) =>
        Assert.NotNull(new HoursBody(start, end, "Europe/Berlin", [day]).Read().Error);

    [Fact]
    public void Of_open_hours_with_several_stretches_the_first_is_shown_with_its_exceptions()
    {
        var hours = WeeklyHours.Parse("Europe/London 12345@08:00-18:00 67@22:00-23:00 !2026-12-25").Value;

        var body = OpenHoursBody.Of(new OpenSchedule(hours, OpensByItself: true));

        Assert.Equal(("08:00", "18:00", "2026-12-25"), (body.Start, body.End, Assert.Single(body.Exceptions)));
    }
}
