using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

public sealed class BookingTests
{
    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    [Fact]
    public async Task A_booking_makes_one_code_for_all_locks_of_each_unit()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101", locks: 2), await house.RoomAsync("102"));

        var booked = (await house.TryBookAsync(Now.AddHours(6), Now.AddHours(20), one, two)).Value;

        var seen = await house.LookAsync(Rooms.IdOf(booked));
        Assert.Equal((StayState.Booked, 2, 1), (seen.State, seen.Units.Count, seen.LivedDays));
        Assert.Equal([1, 2], seen.Codes.Select(code => code.Doors.Count).Order());
        Assert.Equal(booked.Codes.Select(code => code.Digits.Reveal()).Order(), seen.Codes.Select(code => code.Digits!.Value.Reveal()).Order());
        Assert.Equal(booked.Codes.Select(code => code.Token!.QrText).Order(), seen.Codes.Select(code => code.Token!.QrText).Order());
        Assert.All(seen.Codes, code => Assert.Equal((Now.AddHours(6), Now.AddHours(20)), (code.Window.StartsAt, code.Window.EndsAt)));
        Assert.Equal(3, await house.AskAsync<long>("select count(*) from enrollment where desired_present and slot is not null"));
    }

    [Fact]
    public async Task A_stay_may_begin_in_the_second_in_which_another_ends_and_not_before()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        await house.BookAsync(Now.AddHours(6), Now.AddHours(20), room);

        Assert.Equal(AccessErrorCode.Taken, (await house.TryBookAsync(Now.AddHours(20).AddSeconds(-1), Now.AddHours(30), room)).Error?.Code);
        Assert.Null((await house.TryBookAsync(Now.AddHours(20), Now.AddHours(30), room)).Error);
    }

    [Fact]
    public async Task Where_one_of_two_units_is_taken_nothing_is_booked()
    {
        await using var house = await House.OpenAsync(clock);
        var (free, taken) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        await house.BookAsync(Now.AddHours(6), Now.AddHours(20), taken);
        var before = await house.AskAsync<long>(
            "select (select count(*) from reservation_unit) + (select count(*) from credential) + (select count(*) from person)"
        );

        var refused = await house.TryBookAsync(Now.AddHours(10), Now.AddHours(12), free, taken);

        Assert.Equal((AccessErrorCode.Taken, Noun.Unit), (refused.Error?.Code, refused.Error?.What));
        Assert.Equal(
            before,
            await house.AskAsync<long>(
                "select (select count(*) from reservation_unit) + (select count(*) from credential) + (select count(*) from person)"
            )
        );
        Assert.Equal(
            1,
            await house.AskAsync<long>("select count(*) from audit_event where kind = $1 and outcome = 2", (short)AuditKind.ReservationBooked)
        );
    }

    [Fact]
    public async Task The_same_order_of_a_booking_site_is_booked_once_until_it_is_cancelled()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), one) with
        {
            Details = new BookingDetails { Source = "Booker", ChannelOrder = "A-1" },
        };
        var first = (await house.TryBookAsync(request)).Value;

        var again = (await house.TryBookAsync(request with { Units = [new WantedUnit(two)] })).Value;
        Assert.Equal((first.Id, false, 0), (again.Id, again.IsNew, again.Codes.Count));

        Assert.Equal(1, (await house.CancelAsync(Rooms.IdOf(first))).Value);
        Assert.True((await house.TryBookAsync(request)).Value.IsNew);
    }

    [Fact]
    public async Task Who_names_no_unit_gets_the_first_that_is_free()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        var anywhere = Rooms.Request(Now.AddHours(6), Now.AddHours(20)) with { Site = await house.SiteAsync() };

        await house.BookAsync(Now.AddHours(6), Now.AddHours(20), one);
        var given = await house.LookAsync(Rooms.IdOf((await house.TryBookAsync(anywhere)).Value));

        Assert.Equal(two.Text, Assert.Single(given.Units).Id);
        Assert.Equal(AccessErrorCode.Taken, (await house.TryBookAsync(anywhere)).Error?.Code);
    }

    [Fact]
    public async Task A_unit_without_a_lock_is_booked_and_told_as_not_ready()
    {
        await using var house = await House.OpenAsync(clock);

        var seen = await house.LookAsync(await house.BookAsync(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("Tent", locks: 0)));

        Assert.Empty(seen.Codes);
        Assert.Equal(Readiness.NotReady, seen.Verdict!.Overall.Readiness);
        Assert.Equal(("Tent", null), (Assert.Single(seen.Verdict.Reasons).UnitName, seen.Verdict.Reasons[0].LockId));
    }

    [Fact]
    public async Task A_request_gets_its_codes_when_it_is_approved_and_keeps_its_room_until_then()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var asked = Rooms.IdOf((await house.TryBookAsync(Rooms.Request(Now.AddHours(6), Now.AddHours(20), room) with { IsRequest = true })).Value);
        Assert.Empty((await house.LookAsync(asked)).Codes);
        Assert.Equal(AccessErrorCode.Taken, (await house.TryBookAsync(Now.AddHours(6), Now.AddHours(7), room)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await house.CheckInAsync(asked)).Error?.Code);

        Assert.Equal(1, (await DecideAsync(house, asked, approve: true)).Value);
        Assert.Equal(0, (await DecideAsync(house, asked, approve: true)).Value);

        Assert.Single((await house.LookAsync(asked)).Codes);
        Assert.Equal(AccessErrorCode.Conflict, (await DecideAsync(house, asked, approve: false)).Error?.Code);
    }

    [Fact]
    public async Task A_refused_request_gives_its_room_back()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var asked = Rooms.IdOf((await house.TryBookAsync(Rooms.Request(Now.AddHours(6), Now.AddHours(20), room) with { IsRequest = true })).Value);

        await DecideAsync(house, asked, approve: false);

        Assert.Null((await house.TryBookAsync(Now.AddHours(6), Now.AddHours(7), room)).Error);
    }

    [Fact]
    public async Task A_block_takes_the_room_and_nobody_checks_in_to_it()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var block = await house
            .Get<BlockUnit>()
            .RunAsync(house.FrontDesk(), [room], StayTime.At(Now), StayTime.At(Now.AddDays(2)), "Painting", CancellationToken.None);

        Assert.Equal(AccessErrorCode.Taken, (await house.TryBookAsync(Now.AddHours(6), Now.AddHours(7), room)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await house.CheckInAsync(Rooms.IdOf(block.Value))).Error?.Code);
        Assert.Equal(1, (await house.CancelAsync(Rooms.IdOf(block.Value))).Value);
        Assert.Null((await house.TryBookAsync(Now.AddHours(6), Now.AddHours(7), room)).Error);
    }

    /// <summary>AZ-2: the codes are part of the stay; a right to make codes of one's own is not asked for, and not given.</summary>
    [Fact]
    public async Task Who_may_book_needs_no_other_right_and_who_may_only_read_books_nothing()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), room);
        var book = house.Get<BookReservation>();

        Assert.Equal(AccessErrorCode.NotAllowed, (await book.RunAsync(house.With(Permission.ReservationsRead), request, default)).Error?.Code);
        Assert.Single((await book.RunAsync(house.With(Permission.ReservationsWrite), request, default)).Value.Codes);
        var annex = await house.AddTenantAsync("annex");
        Assert.Equal(AccessErrorCode.NotFound, (await book.RunAsync(Operations.Identity.Caller.Server(annex), request, default)).Error?.Code);
    }

    /// <summary>AZ-6: the house is in London.</summary>
    [Theory]
    [InlineData("2026-03-28T15:00", "2026-03-29T01:30", "2026-03-28T15:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T15:00", "2026-10-25T01:30", "2026-10-24T14:00:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25T01:30", "2026-10-25T11:00", "2026-10-25T00:30:00Z", "2026-10-25T11:00:00Z")]
    [InlineData("2026-10-25T01:30+09:00", "2026-10-25T11:00Z", "2026-10-24T16:30:00Z", "2026-10-25T11:00:00Z")]
    public async Task Times_are_those_of_the_site_where_they_say_nothing_else(string from, string to, string start, string end)
    {
        await using var house = await House.OpenAsync(clock);
        var request = Rooms.Request(Now, Now, await house.RoomAsync("101")) with
        {
            StartsAt = StayTime.Parse(from)!.Value,
            EndsAt = StayTime.Parse(to)!.Value,
        };

        var seen = await house.LookAsync(Rooms.IdOf((await house.TryBookAsync(request)).Value));

        Assert.Equal(new Period(DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null)), seen.Period);
    }

    /// <summary>KR-4.</summary>
    [Fact]
    public async Task Codes_of_stays_that_meet_on_a_lock_differ()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        for (var day = 0; day < 20; day++)
        {
            await house.BookAsync(Now.AddDays(day).AddHours(1), Now.AddDays(day + 1), room);
        }

        Assert.Equal(20, await house.AskAsync<long>("select count(distinct value_index) from enrollment"));
    }

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("Ada", "no address", null, null)]
    [InlineData("Ada", null, "+44 1234 5678901234567890 1234567890 1234567890", null)]
    [InlineData("Ada", null, null, 0)]
    public async Task A_guest_who_cannot_be_reached_as_told_is_refused_before_anything_is_done(
        string name,
        string? email,
        string? telephone,
        int? guests
    )
    {
        await using var house = await House.OpenAsync(clock);
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("101")) with
        {
            Contact = new GuestFields
            {
                Name = name,
                Email = email,
                Telephone = telephone,
            },
            Details = new BookingDetails { Guests = guests },
        };

        Assert.Equal(AccessErrorCode.Invalid, (await house.TryBookAsync(request)).Error?.Code);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from reservation"));
    }

    private static Task<Outcome<int>> DecideAsync(House house, WireId stay, bool approve) =>
        house.Get<DecideReservation>().RunAsync(house.FrontDesk(), stay, approve, CancellationToken.None);
}
