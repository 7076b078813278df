namespace Latchwork.Domain.Credentials;

internal sealed partial class EnrollmentTurn
{
    public void Plan()
    {
        TakeAim();
        if (Needed() is { } kind && MayGo(kind))
        {
            Send(kind);
        }

        ReportRisk();
    }

    /// <summary>The next instant at which something changes by time alone.</summary>
    public DateTimeOffset? WakeAt()
    {
        DateTimeOffset?[] all =
        [
            State.NextTryAt,
            State.SuspendedUntil,
            State.CheckAt,
            State.UnsettledUntil,
            State.Desired.IsPresent ? plan.DeliverFrom(State.Desired) : null,
            State is { Desired.IsPresent: true, Slot: null } ? plan.KeepSlotFrom(State.Desired) : null,
            State.Desired.IsPresent ? State.Desired.Until : null,
            State.WasReported || plan.IsAsDesired(State, now) ? null : plan.RiskAt(State.Desired, now),
        ];
        return all.Where(at => at > now).Min();
    }

    /// <summary>A new aim is tried at once, also where the old one had to wait; its failures still count, so a lock that rests rests again soon.</summary>
    private void TakeAim()
    {
        var aim = plan.AimAt(State.Desired, now);
        if (aim != State.Aim)
        {
            State = State with { Aim = aim, Tries = 0, NextTryAt = null, SuspendedUntil = null, Trouble = Trouble.None, WasReported = false };
        }
    }

    private FlightKind? Needed()
    {
        if (State.Slot is null ? plan.KeepsSlotAt(State.Desired, now) : State.Aim > 0 && State.Knowledge == SlotKnowledge.Foreign)
        {
            AskForSlot();
        }

        return State.Slot is null ? null
            : State.Aim > 0 ? NeededToHold()
            : NeededToBeGone();
    }

    private FlightKind? NeededToHold()
    {
        if (EnrollmentPlan.Holds(State, State.Aim, EvidenceRung.Acknowledged))
        {
            // No look is planned when the last one was heard while something else was wanted.
            var isDue = State.DoubtSince is not null || State.CheckAt <= now || (State.CheckAt is null && traits.CanRead);
            return MustWriteAgain ? FlightKind.Set
                : isDue ? ReadOr(FlightKind.Set)
                : null;
        }

        return State.Knowledge is SlotKnowledge.Unknown or SlotKnowledge.Foreign || State.DoubtSince is not null
            ? ReadOr(FlightKind.Set)
            : FlightKind.Set;
    }

    /// <summary>An unanswered write may have taken effect after the acknowledged one, and such a lock does not show which it holds.</summary>
    private bool MustWriteAgain => traits.BestProof < EvidenceRung.ReadBack && State.UnsettledUntil <= now;

    private FlightKind? NeededToBeGone()
    {
        var isDone = State.IsCleared || State.Knowledge == SlotKnowledge.Foreign;
        return EnrollmentPlan.IsGone(State) ? null
            : !isDone ? FlightKind.Clear
            : IsUnsettled ? null
            : ReadOr(FlightKind.Clear);
    }

    private FlightKind ReadOr(FlightKind write) => traits.CanRead ? FlightKind.Read : write;

    /// <summary>One command at a time, but that a write of what is no longer wanted is overtaken by what is.</summary>
    private bool MayGo(FlightKind kind) =>
        State.Flight is { } flight
            ? State.Overtaken is null && IsOutdated(flight)
            : !(now < State.NextTryAt) && (kind == FlightKind.Read || !(now < State.SuspendedUntil));

    private bool IsOutdated(Flight flight) =>
        flight.Kind switch
        {
            FlightKind.Set => flight.Revision != State.Aim,
            FlightKind.Clear => State.Aim > 0,
            FlightKind.Read => false,
        };

    private void Send(FlightKind kind)
    {
        var overtaken = State.Flight ?? State.Overtaken;
        var write = State.Aim > 0 ? FlightKind.Set : FlightKind.Clear;
        var flight = new Flight(State.Flights + 1, State.Flight is null ? kind : write, 0);
        flight = flight.Kind == FlightKind.Set ? flight with { Revision = State.Aim } : flight;
        State = State with { Flight = flight, Overtaken = overtaken, Flights = flight.Number };
        if (flight.Kind == FlightKind.Set)
        {
            var isOverOlder = overtaken is not null || (State.MayHold && State.SeenRevision != flight.Revision);
            State = State with { IsCleared = false, IsOverOlder = State.IsOverOlder || isOverOlder };
        }

        wishes.Add(new EnrollmentWish.Send(State.Slot!.Value, flight));
    }

    /// <summary>
    /// A stranger's slot is told of once, and looked at again now and then, in case its owner has left. A full memory is asked again soon: whoever leaves
    /// makes room.
    /// </summary>
    private void AskForSlot()
    {
        var (why, pause) = State.Slot is null ? (Trouble.NoSlot, policy.SlotPause) : (Trouble.ForeignSlot, policy.HopelessPause);
        var isDue = State.Trouble != why || (State.Slot is null && !(now < State.NextTryAt));
        if (isDue && State is { MayHold: false, Flight: null, Overtaken: null })
        {
            State = State with { Trouble = why, NextTryAt = now + pause };
            Tell(EnrollmentNews.NeedsSlot);
        }
    }

    private void ReportRisk()
    {
        if (!State.WasReported && plan.RiskAt(State.Desired, now) <= now && !plan.IsAsDesired(State, now))
        {
            State = State with { WasReported = true };
            Tell(EnrollmentNews.AtRisk);
        }
    }
}
