using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;

namespace Latchwork.Domain.Tests.Reservations;

public sealed class ProofOfAccessTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Verdict Good = new(Readiness.Ready, "The lock returned it.");
    private static readonly Verdict Risky = new(Readiness.AtRisk, "The link has not answered in the last 15 minutes.");

    [Fact]
    public void A_stay_is_as_sure_as_its_least_sure_door()
    {
        var proof = ProofOfAccess.Of(StayState.Booked, [Unit(Good), Unit(Good, Risky)])!;

        Assert.Equal((Risky, 3), (proof.Overall, proof.Reasons.Count));
    }

    [Fact]
    public void It_is_ready_when_every_door_has_its_code() =>
        Assert.Equal(Readiness.Ready, ProofOfAccess.Of(StayState.CheckedIn, [Unit(Good, Good), Unit(Good)])!.Overall.Readiness);

    [Fact]
    public void A_unit_without_a_lock_is_never_ready() =>
        Assert.Equal(Readiness.NotReady, ProofOfAccess.Of(StayState.Booked, [Unit(Good), Unit()])!.Overall.Readiness);

    [Fact]
    public void A_lock_without_a_code_is_never_ready() =>
        Assert.Equal(Readiness.NotReady, ProofOfAccess.Of(StayState.Booked, [Unit(Good, null)])!.Overall.Readiness);

    [Fact]
    public void A_battery_that_will_not_last_the_stay_puts_a_code_that_is_ready_at_risk()
    {
        var door = new DoorProof(LockId.New(Now), Good, BatteryLasts: false);
        var proof = ProofOfAccess.Of(StayState.Booked, [new UnitProof(UnitId.New(Now), [door])])!;

        Assert.Equal(
            (Readiness.AtRisk, "The battery of this lock will probably not last the stay."),
            (proof.Overall.Readiness, proof.Overall.Because)
        );
        Assert.Single(proof.Reasons);
    }

    [Fact]
    public void A_battery_that_will_not_last_does_not_hide_what_else_is_wrong()
    {
        var door = new DoorProof(LockId.New(Now), null, BatteryLasts: false);
        var proof = ProofOfAccess.Of(StayState.Booked, [new UnitProof(UnitId.New(Now), [door])])!;

        Assert.Equal((Readiness.NotReady, 2), (proof.Overall.Readiness, proof.Reasons.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void A_battery_that_lasts_or_of_which_nobody_knows_is_no_reason(bool? lasts) =>
        Assert.Equal(
            Readiness.Ready,
            ProofOfAccess.Of(StayState.Booked, [new UnitProof(UnitId.New(Now), [new DoorProof(LockId.New(Now), Good, lasts)])])!.Overall.Readiness
        );

    [Theory]
    [InlineData(StayState.CheckedOut)]
    [InlineData(StayState.Cancelled)]
    [InlineData(StayState.Maintenance)]
    public void Where_nobody_is_to_get_in_there_is_nothing_to_prove(StayState state) => Assert.Null(ProofOfAccess.Of(state, [Unit(Good)]));

    [Theory]
    // Hours before (or after) the start, and in how many minutes it is looked at again.
    [InlineData(100, Readiness.Ready, 28 * 60)]
    [InlineData(70, Readiness.Ready, 60)]
    [InlineData(23, Readiness.Ready, 15)]
    [InlineData(23, Readiness.AtRisk, 5)]
    [InlineData(1, Readiness.Ready, 2)]
    [InlineData(1, Readiness.NotReady, 2)]
    [InlineData(-3, Readiness.Ready, 60)]
    [InlineData(-23.5, Readiness.Ready, null)]
    public void The_nearer_the_start_the_sooner_it_is_looked_at_again(double hoursBefore, Readiness seen, int? minutes)
    {
        var codes = new Period(Now.AddHours(hoursBefore), Now.AddHours(hoursBefore + 24));

        Assert.Equal(minutes is { } pause ? Now.AddMinutes(pause) : null, StayClock.NextLook(StayState.Booked, codes, seen, Now));
    }

    [Fact]
    public void The_first_look_is_three_days_ahead_or_as_soon_as_a_code_may_be_there()
    {
        Assert.Equal(Now.AddDays(7), StayClock.NextLook(StayState.Booked, new Period(Now.AddDays(10), Now.AddDays(11)), null, Now));
        Assert.Equal(Now.AddMinutes(2), StayClock.NextLook(StayState.Booked, new Period(Now.AddDays(1), Now.AddDays(2)), null, Now));
        Assert.Null(StayClock.NextLook(StayState.Requested, new Period(Now.AddDays(1), Now.AddDays(2)), null, Now));
    }

    private static UnitProof Unit(params Verdict?[] codes) => new(UnitId.New(Now), [.. codes.Select(code => new DoorProof(LockId.New(Now), code))]);
}
