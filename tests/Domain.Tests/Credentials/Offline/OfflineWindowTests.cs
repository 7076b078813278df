using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>Which windows a code can name, and when it opens.</summary>
public sealed class OfflineWindowTests
{
    /// <summary>§21.</summary>
    [Theory]
    [InlineData(1626945087000, 1626944400000)]
    [InlineData(1636945087000, 1636941600000)]
    [InlineData(1636941600000, 1636941600000)]
    public void A_start_is_floored_to_the_full_hour(long given, long floored) =>
        Assert.Equal(floored, OfflineRequest.FloorToHour(DateTimeOffset.FromUnixTimeMilliseconds(given)).ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("2026-03-02 19:20", "2026-03-02 22:59", OfflineShelf.Hours, "2026-03-02 19:00", "2026-03-02 22:00")]
    [InlineData("2026-03-02 19:00", "2026-03-03 19:00", OfflineShelf.Hours, "2026-03-02 19:00", "2026-03-03 19:00")]
    [InlineData("2026-03-02 19:00", "2026-03-04 19:00", OfflineShelf.Days, "2026-03-02 19:00", "2026-03-04 19:00")]
    [InlineData("2026-03-02 19:00", "2026-03-09 19:00", OfflineShelf.Days, "2026-03-02 19:00", "2026-03-09 19:00")]
    [InlineData("2026-03-02 15:00", "2026-03-05 11:00", OfflineShelf.Stays, "2026-03-02 15:00", "2026-03-05 11:00")]
    [InlineData("2026-03-27 16:00", "2026-04-03 09:00", OfflineShelf.Stays, "2026-03-27 16:00", "2026-04-03 09:00")] // summer time
    [InlineData("2026-03-02 00:00", "2026-03-12 00:00", OfflineShelf.Dates, "2026-03-02 00:00", "2026-03-12 00:00")]
    [InlineData("2026-03-20 00:00", "2026-03-31 23:00", OfflineShelf.Dates, "2026-03-20 00:00", "2026-03-31 23:00")]
    [InlineData("2026-01-01 00:00", "2026-12-31 23:59", null, null, null)]
    [InlineData("2026-01-01 00:00", "2027-01-01 00:00", OfflineShelf.Months, "2026-01-01 00:00", "2027-01-01 00:00")]
    [InlineData("2026-03-31 23:00", "2026-05-31 23:00", OfflineShelf.Months, "2026-03-31 23:00", "2026-05-31 23:00")]
    [InlineData("2026-03-02 19:00", "2026-03-06 20:00", null, null, null)]
    [InlineData("2026-03-02 00:00", "2026-04-10 00:00", null, null, null)]
    [InlineData("2126-03-02 19:00", "2126-03-02 20:00", null, null, null)]
    public void A_period_is_told_exactly_or_refused(string from, string to, OfflineShelf? shelf, string? start, string? end)
    {
        var places = Locks.Wish(OfflineKind.Period, from, to).Places(Locks.Rules, Locks.At(from));

        Assert.Equal(shelf is null ? AccessErrorCode.Unsupported : null, places.Error?.Code);
        if (shelf is not null)
        {
            var window = OfflineWindow.Of(places.Value[0], Locks.Rules)!.Value.Window;
            Assert.Equal(shelf, places.Value[0].Shelf);
            Assert.Equal((Locks.At(start!), Locks.At(end!)), (window.StartsAt, window.EndsAt));
        }
    }

    [Theory]
    [InlineData("2026-03-02 12:00", "2026-03-02 12:30")]
    [InlineData("2026-03-02 12:00", "2026-03-02 10:00")]
    [InlineData("2026-03-01 12:00", "2026-03-02 12:00")]
    public void A_period_that_is_empty_or_over_is_refused(string from, string to) =>
        Assert.Equal(AccessErrorCode.Invalid, Locks.Wish(OfflineKind.Period, from, to).Places(Locks.Rules, Locks.At("2026-03-02 12:00")).Error?.Code);

    /// <summary>Neighbours of one window that differ by an hour are other plaintexts: no window of a year round has two readings.</summary>
    [Fact]
    public void What_is_asked_for_is_what_the_code_says()
    {
        var seed = new Seed(4);
        var told = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var from = Locks.Noon.AddHours(seed.Next(20_000));
            var to = from.AddHours(seed.Chance(0.5) ? 1 + seed.Next(48) : 24 * (1 + seed.Next(31)));
            if (new OfflineRequest(OfflineKind.Period, from, to).Places(Locks.Rules, from) is not { Error: null, Value: var places })
            {
                continue;
            }

            told++;
            Assert.All(
                places,
                place =>
                {
                    var window = OfflineWindow.Of(place, Locks.Rules)!.Value.Window;
                    Assert.Equal((from, to), (window.StartsAt, window.EndsAt));
                }
            );
        }

        Assert.True(told > 1_000, $"{told}");
    }

    [Fact]
    public void A_permanent_code_cannot_start_later()
    {
        var now = Locks.At("2026-03-02 12:30");

        Assert.Null(Locks.Wish(OfflineKind.Permanent, "2026-03-02 12:59").Places(Locks.Rules, now).Error);
        Assert.Equal(AccessErrorCode.Unsupported, Locks.Wish(OfflineKind.Permanent, "2026-03-02 13:00").Places(Locks.Rules, now).Error?.Code);
    }

    [Fact]
    public void Where_first_uses_are_limited_a_permanent_code_is_refused() =>
        Assert.Equal(
            AccessErrorCode.Unsupported,
            Locks.Wish(OfflineKind.Permanent, "2026-03-02 12:00").Places(new OfflineRules(Locks.London, true), Locks.Noon).Error?.Code
        );

    [Theory]
    [InlineData("2026-03-02 12:00", true)]
    [InlineData("2026-03-02 11:55", true)]
    [InlineData("2026-03-02 11:54:59", false)]
    [InlineData("2026-03-02 14:04:59", true)]
    [InlineData("2026-03-02 14:05", false)]
    public void A_code_opens_five_minutes_to_either_side_of_its_window_and_no_more(string now, bool opens)
    {
        var digits = Locks.Digits(Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 14:00"));

        Assert.Equal(opens, Locks.Keypad.Try(digits, Locks.At(now)) == OfflineVerdict.Opens);
    }

    [Theory]
    [InlineData(OfflineKind.Daily, "2026-03-01 09:00", "2026-03-31 16:00", "2026-03-18 15:59", true)] // summer time by then
    [InlineData(OfflineKind.Daily, "2026-03-01 09:00", "2026-03-31 16:00", "2026-03-31 08:00", true)]
    [InlineData(OfflineKind.Daily, "2026-03-01 09:00", "2026-03-31 16:00", "2026-03-31 16:30", false)]
    [InlineData(OfflineKind.Daily, "2026-03-01 09:00", "2026-03-31 16:00", "2026-04-01 10:00", false)]
    [InlineData(OfflineKind.Monday, "2026-03-02 09:00", "2026-03-30 12:00", "2026-03-09 10:00", true)]
    [InlineData(OfflineKind.Monday, "2026-03-02 09:00", "2026-03-30 12:00", "2026-03-10 10:00", false)]
    [InlineData(OfflineKind.Monday, "2026-03-02 09:00", "2026-03-30 12:00", "2026-03-30 08:30", true)]
    [InlineData(OfflineKind.Weekend, "2026-03-01 09:00", "2026-03-29 12:00", "2026-03-28 10:00", true)]
    [InlineData(OfflineKind.Weekend, "2026-03-01 09:00", "2026-03-29 12:00", "2026-03-27 10:00", false)]
    [InlineData(OfflineKind.Workday, "2026-03-02 09:00", "2026-03-31 12:00", "2026-03-27 10:00", true)]
    [InlineData(OfflineKind.Workday, "2026-03-02 09:00", "2026-03-31 12:00", "2026-03-28 10:00", false)]
    public void A_cyclic_code_opens_on_its_days_in_its_hours_of_local_time(OfflineKind kind, string from, string to, string at, bool opens)
    {
        var digits = Locks.Digits(Locks.Place(kind, from, to, now: Locks.At("2026-03-01 00:00")));

        Assert.Equal(opens, Locks.Keypad.Try(digits, Locks.At(at)) == OfflineVerdict.Opens);
    }

    /// <summary>29 March 2026: London's clocks go from 01:00 to 02:00. 25 October: from 02:00 back to 01:00.</summary>
    [Theory]
    [InlineData("2026-03-01 00:00", "2026-03-31 01:59", "2026-03-29 00:58", true)]
    [InlineData("2026-03-01 01:00", "2026-03-31 01:00", "2026-03-29 01:30", false)]
    [InlineData("2026-10-01 00:00", "2026-10-31 02:00", "2026-10-25 00:30", true)]
    [InlineData("2026-10-01 00:00", "2026-10-31 02:00", "2026-10-25 01:30", true)]
    [InlineData("2026-10-01 00:00", "2026-10-31 02:00", "2026-10-25 02:30", false)]
    public void On_the_days_of_a_change_of_the_clocks_the_wall_clock_counts(string from, string to, string at, bool opens)
    {
        var digits = Locks.Digits(Locks.Place(OfflineKind.Daily, from, to));

        Assert.Equal(opens, Locks.Keypad.Try(digits, Locks.At(at)) == OfflineVerdict.Opens);
    }

    [Theory]
    [InlineData(OfflineKind.Daily, "2026-03-02 09:00", "2026-03-31 16:00", "2026-03-02 08:00", true)] // the first has passed
    [InlineData(OfflineKind.Daily, "2026-03-03 09:00", "2026-03-31 16:00", "2026-03-02 08:00", false)] // the second has not
    [InlineData(OfflineKind.Daily, "2026-03-02 09:00", "2026-03-30 16:00", "2026-03-02 08:00", false)] // the last is left out
    [InlineData(OfflineKind.Daily, "2026-03-02 09:00", "2026-04-30 16:00", "2026-03-02 08:00", false)] // two months
    [InlineData(OfflineKind.Monday, "2026-03-02 09:00", "2026-03-31 12:00", "2026-02-02 08:00", true)] // a day that does not match is no loss
    [InlineData(OfflineKind.Monday, "2026-03-02 20:00", "2026-03-31 06:00", "2026-02-02 08:00", false)] // over midnight
    [InlineData(OfflineKind.Monday, "2026-03-02 06:00", "2026-03-30 17:00", "2026-02-02 08:00", true)] // twelve hours: 18:00 in summer is 17:00Z
    public void A_cyclic_code_holds_for_what_is_left_of_a_month(OfflineKind kind, string from, string to, string now, bool isTold)
    {
        var places = Locks.Wish(kind, from, to).Places(Locks.Rules, Locks.At(now));

        Assert.Equal(isTold ? null : AccessErrorCode.Unsupported, places.Error?.Code);
    }

    [Fact]
    public void Where_hours_are_not_full_ones_a_local_time_is_told_exactly()
    {
        var kolkata = new OfflineRules("Asia/Kolkata");
        var place = Locks.Wish(OfflineKind.Period, "2026-03-02 09:30", "2026-03-04 05:30").Places(kolkata, Locks.Noon.AddDays(-1)).Value[0];

        var window = OfflineWindow.Of(place, kolkata)!.Value.Window;
        Assert.Equal((Locks.At("2026-03-02 09:30"), Locks.At("2026-03-04 05:30")), (window.StartsAt, window.EndsAt));
    }
}
