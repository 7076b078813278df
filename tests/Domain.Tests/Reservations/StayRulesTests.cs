using Latchwork.Domain.Reservations;

namespace Latchwork.Domain.Tests.Reservations;

public sealed class StayRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly UnitId One = UnitId.New(Now);
    private static readonly UnitId Two = UnitId.New(Now);

    [Fact]
    public void A_code_works_from_the_early_minutes_to_the_extended_ones()
    {
        var stay = Booked(One) with { Early = TimeSpan.FromMinutes(30), Extend = TimeSpan.FromMinutes(15) };

        var made = Assert.IsType<StayWish.MakeCode>(Assert.Single(Begin(stay).Wishes));

        Assert.Equal((Now.AddHours(5.5), Now.AddHours(25.25)), (made.Window.StartsAt, made.Window.EndsAt));
    }

    [Theory]
    [InlineData(StayState.Requested)]
    [InlineData(StayState.Maintenance)]
    public void What_nobody_is_to_come_to_yet_has_no_code(StayState state) => Assert.Empty(Begin(Booked(One) with { State = state }).Wishes);

    [Fact]
    public void An_approved_request_gets_its_codes()
    {
        var approved = Take(Booked(One, Two) with { State = StayState.Requested }, new StayEvent.Approve());

        Assert.Equal((StayState.Booked, 2), (approved.Stay.State, approved.Wishes.OfType<StayWish.MakeCode>().Count()));
    }

    [Fact]
    public void Another_room_has_its_code_before_the_old_one_loses_its()
    {
        var stay = Booked(One);

        var moved = Take(stay, new StayEvent.Change(default, default, [stay.Units[0] with { Unit = Two }]));

        Assert.Equal([typeof(StayWish.MakeCode), typeof(StayWish.RevokeCode)], moved.Wishes.Select(wish => wish.GetType()));
    }

    [Fact]
    public void A_guest_who_is_there_can_stay_longer_but_not_move()
    {
        var there = Take(Booked(One), new StayEvent.CheckIn(null)).Stay;
        var longer = there.Units[0] with { EndsAt = there.Units[0].EndsAt.AddDays(1) };

        Assert.IsType<StayWish.MoveCode>(Assert.Single(Take(there, new StayEvent.Change(default, default, [longer])).Wishes));
        Assert.Equal(AccessErrorCode.Conflict, Refused(there, new StayEvent.Change(default, default, [longer with { Unit = Two }])));
        Assert.Equal(AccessErrorCode.Conflict, Refused(there, new StayEvent.Change(default, default, [longer with { StartsAt = Now }])));
    }

    [Fact]
    public void A_check_out_of_all_ends_the_unit_that_nobody_came_to_and_cleans_the_other()
    {
        var there = Take(Booked(One, Two), new StayEvent.CheckIn(One)).Stay;

        var left = Take(there, new StayEvent.CheckOut(null));

        Assert.Equal((StayState.CheckedOut, 2), (left.Stay.State, left.Changed));
        Assert.Equal([One], left.Wishes.OfType<StayWish.NeedsCleaning>().Select(wish => wish.Unit));
    }

    [Fact]
    public void The_last_unit_ends_the_stay_and_no_other_does()
    {
        var there = Take(Booked(One, Two), new StayEvent.CheckIn(null)).Stay;

        var half = Take(there, new StayEvent.CheckOut(One)).Stay;

        Assert.Equal(StayState.CheckedIn, half.State);
        Assert.False(half.Takes(half.Units[0]));
        Assert.Equal(StayState.CheckedOut, Take(half, new StayEvent.CheckOut(Two)).Stay.State);
    }

    [Fact]
    public void A_unit_of_another_stay_is_not_found() => Assert.Equal(AccessErrorCode.NotFound, Refused(Booked(One), new StayEvent.CheckIn(Two)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 5)]
    [InlineData(-48, -24)]
    [InlineData(0, 100_000)]
    public void A_stay_that_ends_before_it_starts_or_has_ended_or_lasts_for_ever_is_refused(int fromHour, int toHour)
    {
        var unit = new StayUnit(One, Now.AddHours(fromHour), Now.AddHours(toHour));
        var isGood = (fromHour, toHour) == (0, 1);

        Assert.Equal(isGood, StayRules.Begin(new StayEvent.Book(Booked(One) with { Units = [unit] }), Now).Error is null);
    }

    [Fact]
    public void What_is_free_between_two_stays_begins_in_the_second_in_which_the_first_ends()
    {
        var day = new Period(Now, Now.AddHours(10));
        Period[] taken = [new(Now.AddHours(6), Now.AddHours(7)), new(Now.AddHours(-2), Now.AddHours(2)), new(Now.AddHours(1), Now.AddHours(3))];

        Assert.Equal([new Period(Now.AddHours(3), Now.AddHours(6)), new Period(Now.AddHours(7), Now.AddHours(10))], day.Without(taken));
        Assert.Equal([day], day.Without([new Period(Now.AddHours(10), Now.AddHours(12)), new Period(Now.AddHours(-1), Now)]));
    }

    private static Stay Booked(params UnitId[] units) =>
        new(StayState.Booked, default, default, [.. units.Select(unit => new StayUnit(unit, Now.AddHours(6), Now.AddHours(25)))]);

    private static StayStep Begin(Stay stay) => StayRules.Begin(new StayEvent.Book(stay), Now).Value;

    private static StayStep Take(Stay stay, StayEvent what) => StayRules.Take(stay, what, Now).Value;

    private static AccessErrorCode? Refused(Stay stay, StayEvent what) => StayRules.Take(stay, what, Now).Error?.Code;
}
