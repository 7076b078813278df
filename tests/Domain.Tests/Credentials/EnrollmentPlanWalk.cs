using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Tests.Credentials;

/// <summary>One enrollment, in slot 4 of a lock that shows its codes, step by step.</summary>
public abstract class EnrollmentPlanWalk
{
    private protected EnrollmentPlanWalk()
    {
        State = new EnrollmentState { Desired = Wanted(1), Slot = 4 };
        Last = new EnrollmentStep(State, [], null);
    }

    private protected static EnrollmentPolicy Policy { get; } = new();

    private protected DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private protected EnrollmentPlan Plan { get; set; } = new(new(EvidenceRung.ReadBack, KeepsWindows: false), Policy);

    private protected EnrollmentState State { get; set; }

    private protected EnrollmentStep Last { get; private set; }

    private protected void FirstSet()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Empty());
        Assert.Equal(FlightKind.Set, Sent());
    }

    private protected void Prove(Desired desired)
    {
        Hear(new EnrollmentEvent.Asked(desired));
        See(new SlotSight.Empty());
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Ours(desired.Revision));
        Assert.Equal(EvidenceRung.ReadBack, State.Rung);
    }

    private protected void Pass(TimeSpan span)
    {
        Now += span;
        Hear(new EnrollmentEvent.Tick());
    }

    private protected void See(SlotSight sight) => Ended(new FlightEnd.Seen(sight));

    private protected void Ended(FlightEnd how) => Hear(new EnrollmentEvent.Ended(State.Flight!.Number, how));

    private protected void Hear(EnrollmentEvent what)
    {
        Last = Plan.Step(State, what, Now, new Seed(3));
        State = Last.State;
    }

    private protected FlightKind? Sent() => Last.Wishes.OfType<EnrollmentWish.Send>().SingleOrDefault()?.Flight.Kind;

    private protected List<EnrollmentNews> Told() => [.. Last.Wishes.OfType<EnrollmentWish.Tell>().Select(tell => tell.News)];

    private protected EnrollmentStatus Status() => Plan.StatusAt(State, Now);

    private protected Readiness Verdict() => Plan.VerdictAt(State, Now, Now).Readiness;

    private protected Desired Wanted(int revision, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        new(true, revision, from, until, (from ?? Now) + TimeSpan.FromMinutes(10));
}
