using Latchwork.Domain.Grants;
using Latchwork.Domain.Oracle;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class WeeklyHoursTextTests
{
    [Fact]
    public void One_text_stands_for_the_same_hours_however_they_were_given()
    {
        LocalWindow evening = new(WeekDays.Weekend, 22 * 60, 0);
        LocalWindow[] day = [new(WeekDays.Monday, 480, 1080), new(WeekDays.Workdays, 480, 1080)];
        DateOnly[] dates = [new(2026, 12, 26), new(2026, 12, 25), new(2026, 12, 26)];

        var one = WeeklyHours.Create("Europe/London", [evening, .. day], dates).Value;
        var two = WeeklyHours.Create("Europe/London", [.. day, evening with { EndMinute = 1440 }], dates.Reverse()).Value;

        Assert.Equal("Europe/London 12345@08:00-18:00 67@22:00-24:00 !2026-12-25 !2026-12-26", one.ToString());
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
    }

    [Fact]
    public void Text_reads_back_as_the_same_hours()
    {
        var cases = new CaseGenerator(new Seed(77));

        Assert.All(
            Enumerable.Range(0, 2_000).SelectMany(_ => cases.Next().Hours),
            hours => Assert.Equal(hours, WeeklyHours.Parse(hours.ToString()).Value)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTC")]
    [InlineData("UTC ")]
    [InlineData("UTC  1@08:00-18:00")]
    [InlineData("UTC 21@08:00-18:00")]
    [InlineData("UTC 11@08:00-18:00")]
    [InlineData("UTC 8@08:00-18:00")]
    [InlineData("UTC @08:00-18:00")]
    [InlineData("UTC 1@8:00-18:00")]
    [InlineData("UTC 1@08:00-00:00")]
    [InlineData("UTC 1@08:60-18:00")]
    [InlineData("UTC 1@24:00-18:00")]
    [InlineData("UTC 1@08:00-24:01")]
    [InlineData("UTC 1@08.00-18:00")]
    [InlineData("UTC 1@09:00-18:00 1@08:00-18:00")]
    [InlineData("UTC 1@08:00-18:00 2@08:00-18:00")]
    [InlineData("UTC 1@08:00-18:00 !2026-02-30")]
    [InlineData("UTC 1@08:00-18:00 !2026-12-26 !2026-12-25")]
    [InlineData("UTC !2026-12-25 1@08:00-18:00")]
    [InlineData("Nowhere 1@08:00-18:00")]
    public void Only_the_canonical_text_is_read(string text)
    {
        Assert.Equal(AccessErrorCode.Invalid, WeeklyHours.Parse(text).Error?.Code);
    }

    [Fact]
    public void Hours_with_another_zone_are_others()
    {
        Assert.NotEqual(Hours("Europe/London 1@08:00-18:00"), Hours("Europe/Lisbon 1@08:00-18:00"));
    }
}
