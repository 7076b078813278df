using Latchwork.Domain.Grants;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class WeeklyHoursTests
{
    [Theory]
    [InlineData("2026-01-12T07:59:59.999999Z", false)]
    [InlineData("2026-01-12T08:00:00Z", true)]
    [InlineData("2026-01-12T17:59:59.999999Z", true)]
    [InlineData("2026-01-12T18:00:00Z", false)]
    [InlineData("2026-01-10T12:00:00Z", false)] // Saturday
    [InlineData("2026-07-13T07:00:00Z", true)] // summer: an hour earlier in UTC
    [InlineData("2026-07-13T17:00:00Z", false)]
    public void AZ_6_Hours_include_their_start_and_exclude_their_end_in_local_time(string at, bool isIn)
    {
        Assert.Equal(isIn, Hours("Europe/London 12345@08:00-18:00").Contains(At(at)));
    }

    [Theory]
    [InlineData("Europe/London 7@01:30-03:00", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")] // 01:30 is not; the gap ends at 01:00Z
    [InlineData("Europe/London 7@00:30-01:30", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("America/New_York 7@02:15-04:00", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("Australia/Lord_Howe 7@02:10-03:00", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z")] // 02:00 to 02:30 is not
    [InlineData("Asia/Tokyo 7@02:10-03:00", "2026-03-28T17:10:00Z", "2026-03-28T18:00:00Z")]
    public void AZ_6_A_time_inside_a_spring_gap_moves_to_the_end_of_the_gap(string hours, string start, string end)
    {
        AssertHolds(hours, start, end);
    }

    [Theory]
    [InlineData("Europe/London 7@01:30-03:00", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z")] // 01:30 comes twice: the first
    [InlineData("Europe/London 7@00:30-01:30", "2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z")] // ends the second time
    [InlineData("Europe/London 7@00:30-01:00", "2026-10-24T23:30:00Z", "2026-10-25T01:00:00Z")] // 01:00 itself comes twice
    [InlineData("Europe/London 7@00:30-02:00", "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z")] // 02:00 comes once: it is turned back before it is shown
    [InlineData("Europe/London 7@02:00-03:00", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z")]
    [InlineData("America/Havana 7@00:10-00:50", "2024-11-03T04:10:00Z", "2024-11-03T05:50:00Z")] // 01:00 is turned back to midnight
    [InlineData("America/New_York 7@01:30-03:00", "2026-11-01T05:30:00Z", "2026-11-01T08:00:00Z")]
    [InlineData("Australia/Lord_Howe 7@01:40-01:50", "2026-04-04T14:40:00Z", "2026-04-04T15:20:00Z")] // 01:30 to 02:00 comes twice
    [InlineData("Asia/Tokyo 7@01:40-01:50", "2026-04-04T16:40:00Z", "2026-04-04T16:50:00Z")]
    public void AZ_6_In_an_autumn_fold_a_start_is_the_earlier_and_an_end_the_later_instant(string hours, string start, string end)
    {
        AssertHolds(hours, start, end);
    }

    [Theory]
    [InlineData("2026-10-25T00:29:59Z", false)]
    [InlineData("2026-10-25T00:30:00Z", true)] // 02:30 for the first time
    [InlineData("2026-10-25T01:50:00Z", true)] // 01:50, two hours turned back at 01:00Z
    [InlineData("2026-10-25T03:59:59Z", true)]
    [InlineData("2026-10-25T04:00:00Z", false)]
    public void AZ_6_Hours_that_began_in_a_fold_hold_while_it_is_shown_again(string at, bool isIn)
    {
        Assert.Equal(isIn, Hours("Antarctica/Troll 7@02:30-04:00").Contains(At(at)));
    }

    [Fact]
    public void AZ_6_Hours_inside_the_gap_do_not_hold_that_day()
    {
        var hours = Hours("Europe/London 7@01:10-01:50");

        Assert.False(hours.Contains(At("2026-03-29T01:00:00Z")));
        Assert.Equal(At("2026-04-05T00:10:00Z"), hours.NextChange(At("2026-03-23T00:00:00Z")));
    }

    [Theory]
    [InlineData("2026-01-16T21:59:59Z", false)]
    [InlineData("2026-01-16T22:00:00Z", true)] // Friday evening
    [InlineData("2026-01-17T01:59:59Z", true)]
    [InlineData("2026-01-17T02:00:00Z", false)]
    [InlineData("2026-01-16T01:00:00Z", false)] // Thursday has no night
    public void An_end_that_is_not_after_the_start_is_on_the_next_day(string at, bool isIn)
    {
        Assert.Equal(isIn, Hours("UTC 5@22:00-02:00").Contains(At(at)));
    }

    [Fact]
    public void An_end_equal_to_the_start_is_24_hours()
    {
        AssertHolds("UTC 5@10:00-10:00", "2026-01-16T10:00:00Z", "2026-01-17T10:00:00Z");
    }

    [Fact]
    public void A_whole_day_is_as_long_as_that_day()
    {
        AssertHolds("Europe/London 7@00:00-24:00", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z");
        AssertHolds("Europe/London 7@00:00-24:00", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z");
    }

    [Fact]
    public void An_exception_takes_away_what_begins_on_its_date_and_leaves_the_night_before()
    {
        var hours = Hours("UTC 45@22:00-02:00 !2026-12-25");

        Assert.True(hours.Contains(At("2026-12-25T01:59:59Z")));
        Assert.False(hours.Contains(At("2026-12-25T22:00:00Z")));
        Assert.False(hours.Contains(At("2026-12-26T01:00:00Z")));
    }

    [Fact]
    public void The_next_change_skips_where_windows_touch()
    {
        var hours = Hours("UTC 12345@08:00-12:00 12345@12:00-18:00");

        Assert.Equal(At("2026-01-12T18:00:00Z"), hours.NextChange(At("2026-01-12T08:00:00Z")));
        Assert.Equal(At("2026-01-19T08:00:00Z"), hours.NextChange(At("2026-01-16T18:00:00Z")));
    }

    [Fact]
    public void Hours_that_always_hold_never_change()
    {
        Assert.Null(Hours("America/New_York 1234567@00:00-24:00").NextChange(At("2026-03-07T00:00:00Z")));
    }

    [Fact]
    public void The_next_change_of_what_always_holds_is_its_exception_years_ahead()
    {
        Assert.Equal(At("2030-12-24T15:00:00Z"), Hours("Asia/Tokyo 1234567@00:00-24:00 !2030-12-25").NextChange(At("2026-03-07T00:00:00Z")));
    }

    [Fact]
    public void Occurrences_are_the_unbroken_stretches_cut_to_the_interval()
    {
        TimeWindow[] found = [.. Hours("UTC 2@06:00-07:00 12@22:00-06:00").Occurrences(At("2026-01-13T00:00:00Z"), At("2026-01-14T01:00:00Z"))];

        Assert.Equal(
            [
                new TimeWindow(At("2026-01-13T00:00:00Z"), At("2026-01-13T07:00:00Z")),
                new TimeWindow(At("2026-01-13T22:00:00Z"), At("2026-01-14T01:00:00Z")),
            ],
            found
        );
    }

    [Theory]
    [InlineData("Europe/Lundon")]
    [InlineData("")]
    [InlineData("UTC+05:30")]
    [InlineData("europe/london")]
    public void An_unknown_zone_is_refused(string zone)
    {
        Assert.Equal(AccessErrorCode.Invalid, WeeklyHours.Create(zone, [new(WeekDays.All, 0, 1440)]).Error?.Code);
    }

    [Theory]
    [InlineData(WeekDays.None, 0, 60)]
    [InlineData((WeekDays)128, 0, 60)]
    [InlineData(WeekDays.All, -1, 60)]
    [InlineData(WeekDays.All, 1440, 60)]
    [InlineData(WeekDays.All, 0, 1441)]
    [InlineData(WeekDays.All, 0, -1)]
    public void Days_and_minutes_out_of_range_are_refused(WeekDays days, int start, int end)
    {
        Assert.Equal(AccessErrorCode.Invalid, WeeklyHours.Create("UTC", [new(days, start, end)]).Error?.Code);
    }

    [Fact]
    public void Hours_need_a_window_and_not_too_many()
    {
        var many = Enumerable.Range(0, WeeklyHours.MaxWindows + 1).Select(i => new LocalWindow(WeekDays.Monday, i, i + 1)).ToArray();
        var dates = Enumerable.Range(0, WeeklyHours.MaxExceptions + 1).Select(i => new DateOnly(2026, 1, 1).AddDays(i)).ToArray();

        Assert.NotNull(WeeklyHours.Create("UTC", []).Error);
        Assert.NotNull(WeeklyHours.Create("UTC", many).Error);
        Assert.Null(WeeklyHours.Create("UTC", many[1..], dates[1..]).Error);
        Assert.NotNull(WeeklyHours.Create("UTC", many[1..], dates).Error);
    }

    [Fact]
    public void Contains_allocates_nothing()
    {
        var hours = Hours("Europe/London 12345@08:00-18:00 67@22:00-02:00 !2026-12-25");
        var at = At("2026-06-10T12:00:00Z");
        Assert.True(hours.Contains(at));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = hours.Contains(at.AddMinutes(i));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AZ_6_The_zone_database_names_its_version()
    {
        Assert.Matches("^20[0-9]{2}[a-z]$", ZoneDatabase.Version);
    }

    private static void AssertHolds(string hours, string start, string end)
    {
        var (weekly, from, until, moment) = (Hours(hours), At(start), At(end), TimeSpan.FromMicroseconds(1));

        Assert.False(weekly.Contains(from - moment));
        Assert.True(weekly.Contains(from));
        Assert.True(weekly.Contains(until - moment));
        Assert.False(weekly.Contains(until));
        Assert.Equal(from, weekly.NextChange(from - moment));
        Assert.Equal(until, weekly.NextChange(from));
    }
}
