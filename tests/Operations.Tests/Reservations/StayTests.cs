using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>What becomes of a stay after it was booked (keyvox.md 9.10).</summary>
public sealed class StayTests
{
    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    [Fact]
    public async Task A_line_without_a_price_costs_what_its_plan_costs_when_it_is_booked()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var fields = new RoomPlanFields
        {
            Name = "Night",
            Price = 9000,
            PriceTax = 900,
        };
        var plan = (await house.Get<AddRoomPlan>().RunAsync(house.FrontDesk(), await house.SiteAsync(), fields, CancellationToken.None)).Value;
        BookedLine[] lines = [new() { PlanId = plan }, new() { PlanId = plan, Price = 5000 }, new() { Name = "Breakfast" }];
        var request = Rooms.Request(Now.AddHours(6), Now.AddHours(20), room) with { Details = new BookingDetails { Lines = lines } };

        var stay = await house.LookAsync(Rooms.IdOf((await house.TryBookAsync(request)).Value));

        Assert.Equal([(9000m, 900m), (5000m, 0m), (0m, 0m)], stay.Details.Lines!.Select(line => (line.Price ?? -1, line.PriceTax ?? -1)));
    }

    /// <summary>Programs send back what they were told: the first room of a stay of two, with another end.</summary>
    [Fact]
    public async Task One_room_that_is_named_takes_no_other_room_from_a_stay_of_several()
    {
        await using var house = await House.OpenAsync(clock);
        var (first, second, third) = (await house.RoomAsync("101"), await house.RoomAsync("102"), await house.RoomAsync("103"));
        var stay = await house.BookAsync(Now.AddHours(6), Now.AddHours(20), first, second);

        Assert.Null((await house.ChangeAsync(stay, new() { Unit = first, EndsAt = StayTime.At(Now.AddHours(44)) })).Error);
        Assert.Equal(
            [("101", Now.AddHours(44)), ("102", Now.AddHours(44))],
            (await house.LookAsync(stay)).Units.Select(unit => (unit.Name, unit.Period.EndsAt)).Order()
        );
        Assert.Equal(AccessErrorCode.Invalid, (await house.ChangeAsync(stay, new() { Unit = third })).Error?.Code);

        var single = await house.BookAsync(Now.AddHours(106), Now.AddHours(120), first);
        Assert.Null((await house.ChangeAsync(single, new() { Unit = third })).Error);
        Assert.Equal(["103"], (await house.LookAsync(single)).Units.Select(unit => unit.Name));
    }

    [Fact]
    public async Task A_longer_stay_keeps_its_code_and_moves_its_window()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await house.BookAsync(Now.AddHours(6), Now.AddHours(20), await house.RoomAsync("101", locks: 2));
        var before = Assert.Single((await house.LookAsync(stay)).Codes);

        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(44)), Extend = TimeSpan.FromMinutes(30) })).Error);

        var after = Assert.Single((await house.LookAsync(stay)).Codes);
        Assert.Equal((before.CredentialId, before.Digits!.Value.Reveal()), (after.CredentialId, after.Digits!.Value.Reveal()));
        Assert.Equal(Now.AddHours(44.5), after.Window.EndsAt);
        Assert.Equal(
            2,
            await house.AskAsync<long>("select count(*) from enrollment where upper(valid) = $1 and desired_present", Now.AddHours(44.5))
        );
    }

    [Fact]
    public async Task A_stay_cannot_be_moved_onto_another()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddHours(6), Now.AddHours(20), room);
        await house.BookAsync(Now.AddHours(20), Now.AddHours(40), room);

        var moved = await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(21)) });

        Assert.Equal((AccessErrorCode.Taken, Noun.Unit), (moved.Error?.Code, moved.Error?.What));
        Assert.Equal(Now.AddHours(20), (await house.LookAsync(stay)).Codes[0].Window.EndsAt);
    }

    /// <summary>AU-1: the record tells the order.</summary>
    [Fact]
    public async Task Another_room_has_its_code_before_the_first_loses_its()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        var stay = await house.BookAsync(Now.AddHours(6), Now.AddHours(20), one);

        Assert.Null((await house.ChangeAsync(stay, new() { Units = [new WantedUnit(two)] })).Error);

        var seen = await house.LookAsync(stay);
        Assert.Equal(two.Text, Assert.Single(seen.Units).Id);
        Assert.Equal(
            [(one.Text, true), (two.Text, false)],
            seen.Codes.OrderBy(code => !code.IsRevoked).Select(code => (code.UnitId, code.IsRevoked))
        );
        Assert.Null((await house.TryBookAsync(Now.AddHours(6), Now.AddHours(20), one)).Error);
        var kinds = await house.AskAsync<string>(
            """
            select string_agg(kind::text, ' ' order by sequence) from audit_event
            where operation_id = (select operation_id from audit_event where kind = $1 order by sequence desc limit 1)
            """,
            (short)AuditKind.ReservationChanged
        );
        Assert.Equal($"{(int)AuditKind.ReservationChanged} {(int)AuditKind.CredentialCreated} {(int)AuditKind.CredentialRevoked}", kinds);
    }

    [Fact]
    public async Task A_check_out_ends_the_code_and_gives_back_a_room_that_needs_cleaning()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), room);
        Assert.Equal(AccessErrorCode.Conflict, (await house.CheckOutAsync(stay)).Error?.Code);

        Assert.Equal((1, 0), ((await house.CheckInAsync(stay)).Value, (await house.CheckInAsync(stay)).Value));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((1, 0), ((await house.CheckOutAsync(stay)).Value, (await house.CheckOutAsync(stay)).Value));

        var seen = await house.LookAsync(stay);
        Assert.Equal((StayState.CheckedOut, Now, null), (seen.State, seen.CheckedOutAt, seen.Verdict));
        Assert.True(Assert.Single(seen.Codes).IsRevoked);
        Assert.False((await house.Get<UnitQueries>().FindAsync(house.FrontDesk(), room, CancellationToken.None)).Value.IsClean);
        Assert.Null((await house.TryBookAsync(Now, Now.AddHours(5), room)).Error);
    }

    [Fact]
    public async Task Of_several_units_each_is_checked_in_and_out_by_itself()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), one, two);

        Assert.Equal(1, (await house.CheckInAsync(stay, one)).Value);
        Assert.Equal(1, (await house.CheckInAsync(stay)).Value);
        Assert.Equal(1, (await house.CheckOutAsync(stay, two)).Value);

        var seen = await house.LookAsync(stay);
        Assert.Equal(StayState.CheckedIn, seen.State);
        Assert.Equal([(one.Text, false), (two.Text, true)], seen.Codes.Select(code => (code.UnitId, code.IsRevoked)).OrderBy(code => code.IsRevoked));
        Assert.Equal(AccessErrorCode.NotFound, (await house.CheckOutAsync(stay, await house.RoomAsync("103"))).Error?.Code);
        Assert.Equal(1, (await house.CheckOutAsync(stay)).Value);
        Assert.Equal(StayState.CheckedOut, (await house.LookAsync(stay)).State);
    }

    [Fact]
    public async Task A_cancelled_stay_has_no_code_any_more_and_is_over_for_good()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), await house.RoomAsync("101"));

        Assert.Equal((1, 0), ((await house.CancelAsync(stay)).Value, (await house.CancelAsync(stay)).Value));

        Assert.True((await house.LookAsync(stay)).Codes[0].IsRevoked);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from enrollment where desired_present"));
        Assert.Equal(AccessErrorCode.Conflict, (await house.CheckInAsync(stay)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await house.ChangeAsync(stay, new() { Contact = new() { Name = "Bo" } })).Error?.Code);
    }

    [Fact]
    public async Task A_guest_who_is_there_stays_longer_and_does_not_move()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102"));
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), one);
        await house.CheckInAsync(stay);

        Assert.Equal(AccessErrorCode.Conflict, (await house.ChangeAsync(stay, new() { Units = [new WantedUnit(two)] })).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await house.ChangeAsync(stay, new() { StartsAt = StayTime.At(Now) })).Error?.Code);
        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(30)) })).Error);
    }

    /// <summary>A lock that has let go of a code whose time was over takes it up no more.</summary>
    [Fact]
    public async Task A_stay_that_goes_on_after_its_code_has_gone_gets_another_code()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), await house.RoomAsync("101"));
        await house.CheckInAsync(stay);
        clock.Advance(TimeSpan.FromHours(21));
        await house.DoAsync("update enrollment set gone_at = $1, due_at = null", Now);

        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Now.AddHours(30)) })).Error);

        Assert.Equal([true, false], (await house.LookAsync(stay)).Codes.Select(code => code.IsRevoked));
    }

    [Fact]
    public async Task What_is_said_of_a_stay_changes_without_its_codes()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), await house.RoomAsync("101"));
        var changes = new ReservationChanges
        {
            Contact = new GuestFields
            {
                Name = "Bo Guest",
                Email = "bo@example.com",
                Telephone = "+81 90 1234 5678",
            },
            Details = new BookingDetails
            {
                Guests = 3,
                PaymentState = PaymentState.Paid,
                Lines = [new BookedLine { Name = "Night", Price = 90 }],
            },
        };

        Assert.Null((await house.ChangeAsync(stay, changes)).Error);

        var seen = await house.LookAsync(stay);
        Assert.Equal(("Bo Guest", "bo@example.com", "+81 90 1234 5678"), (seen.Contact.Name, seen.Contact.Email, seen.Contact.Telephone));
        Assert.Equal((3, PaymentState.Paid, 90), (seen.Details.Guests, seen.Details.PaymentState, seen.Details.Lines![0].Price));
        Assert.Equal(1, await house.AskAsync<int>("select revision from credential"));
        Assert.Equal("Bo Guest", await house.AskAsync<string>("select name from credential"));
    }

    [Fact]
    public async Task A_lock_that_is_exchanged_gets_the_same_code_and_the_former_loses_it()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101", locks: 2);
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), room);
        var before = Assert.Single((await house.LookAsync(stay)).Codes);
        var kept = new WireId(WireIdKind.LockUuid, before.Doors[0].LockId);

        Assert.Null(
            (await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), room, [kept, await house.AddKeypadAsync()], CancellationToken.None)).Error
        );

        var after = Assert.Single((await house.LookAsync(stay)).Codes);
        Assert.Equal((before.CredentialId, before.Digits!.Value.Reveal()), (after.CredentialId, after.Digits!.Value.Reveal()));
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from enrollment where desired_present"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from enrollment where not desired_present"));
        Assert.DoesNotContain(
            (await house.LookAsync(stay)).Verdict!.Reasons,
            reason => reason.Verdict.Because.StartsWith("This lock has no code", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_unit_without_a_lock_that_gets_one_has_a_code_from_then_on()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101", locks: 0);
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), room);

        await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), room, [await house.AddKeypadAsync()], CancellationToken.None);
        Assert.Equal(Now.AddHours(20), Assert.Single((await house.LookAsync(stay)).Codes).Window.EndsAt);

        await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), room, [], CancellationToken.None);
        Assert.True(Assert.Single((await house.LookAsync(stay)).Codes).IsRevoked);
    }

    [Fact]
    public async Task A_unit_with_a_stay_is_not_taken_out_of_use()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await house.RoomAsync("101");
        var stay = await house.BookAsync(Now.AddHours(1), Now.AddHours(20), room);
        var archive = house.Get<ArchiveUnit>();

        Assert.Equal(AccessErrorCode.Conflict, (await archive.RunAsync(house.FrontDesk(), room, CancellationToken.None)).Error?.Code);
        await house.CancelAsync(stay);

        Assert.Null((await archive.RunAsync(house.FrontDesk(), room, CancellationToken.None)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await house.TryBookAsync(Now.AddHours(1), Now.AddHours(2), room)).Error?.Code);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from smart_lock where unit_id is not null"));
    }
}
