using System.Collections.Immutable;

namespace Latchwork.Domain.Credentials;

/// <summary>One step of an <see cref="EnrollmentPlan"/>: what it heard, in this file; what follows from it, in the other.</summary>
internal sealed partial class EnrollmentTurn(
    EnrollmentPlan plan,
    EnrollmentTraits traits,
    EnrollmentPolicy policy,
    EnrollmentState state,
    DateTimeOffset now,
    Seed jitter
)
{
    private readonly List<EnrollmentWish> wishes = [];

    public EnrollmentState State { get; private set; } = state;

    public IReadOnlyList<EnrollmentWish> Wishes => wishes;

    private bool IsUnsettled => now < State.UnsettledUntil;

    public void Hear(EnrollmentEvent what)
    {
        switch (what)
        {
            case EnrollmentEvent.Asked asked:
                State = State with { Desired = asked.Desired, WasReported = false };
                break;
            case EnrollmentEvent.SlotReserved reserved when State is { MayHold: false, Flight: null, Overtaken: null }:
                TakeSlot(reserved);
                break;
            case EnrollmentEvent.Ended ended:
                HearEnd(ended);
                break;
            case EnrollmentEvent.Repeated:
                HearRepetition();
                break;
            case EnrollmentEvent.Changed changed:
                HearSign(changed.Sign);
                break;
            case EnrollmentEvent.Used used:
                HearUse(used.At);
                break;
            case EnrollmentEvent.Heard when State.Trouble is Trouble.None or Trouble.LinkOffline or Trouble.DeviceOffline or Trouble.NoAnswer:
                State = State with { NextTryAt = null };
                break;
            case EnrollmentEvent.ToldToTry told:
                HearOperator(told.Overwrite);
                break;
        }
    }

    private void TakeSlot(EnrollmentEvent.SlotReserved reserved)
    {
        Progress();
        State = State with { Slot = reserved.Slot, Knowledge = reserved.IsKnownEmpty ? SlotKnowledge.Empty : SlotKnowledge.Unknown };
    }

    private void HearOperator(bool overwrite)
    {
        State = State with { NextTryAt = null, SuspendedUntil = null, Failures = [] };
        if (overwrite && State.Knowledge == SlotKnowledge.Foreign)
        {
            State = State with { Knowledge = SlotKnowledge.Ours };
        }
    }

    private void HearSign(SignOfChange sign)
    {
        State = State with { DoubtSince = State.Flights };
        if (sign == SignOfChange.Restored && State.Slot is not null && State.Knowledge != SlotKnowledge.Foreign)
        {
            State = State with
            {
                MayHold = true,
                IsUnread = true,
                IsCleared = false,
                NextTryAt = null,
                Knowledge = traits.CanRead ? SlotKnowledge.Unknown : SlotKnowledge.Ours,
            };
        }
        else if (!State.MayHold)
        {
            State = State with { Knowledge = traits.CanRead ? SlotKnowledge.Unknown : State.Knowledge, NextTryAt = null };
        }
        else if (sign == SignOfChange.Erased)
        {
            Lower(EvidenceRung.Sent);
        }
    }

    /// <summary>The first sending may have taken effect, or still may, whatever the second is answered.</summary>
    private void HearRepetition()
    {
        var isWrite = State is { Flight.Kind: FlightKind.Set } or { Overtaken.Kind: FlightKind.Set };
        Unsettle();
        State = isWrite
            ? State with
            {
                MayHold = true,
                IsUnread = true,
                IsCleared = false,
                Knowledge = traits.CanRead ? SlotKnowledge.Unknown : SlotKnowledge.Ours,
            }
            : State;
    }

    /// <summary>
    /// The lock tells the slot, not the digits: while another revision may be in it, the use proves nothing about this one.
    /// </summary>
    private void HearUse(DateTimeOffset at)
    {
        if (State.Aim == 0 && EnrollmentPlan.IsGone(State))
        {
            Tell(EnrollmentNews.UsedAfterRemoval);
            State = State with { MayHold = true, IsCleared = false, Knowledge = SlotKnowledge.Ours };
        }
        else if (
            EnrollmentPlan.Holds(State, State.Aim, EvidenceRung.Acknowledged)
            && !State.IsOverOlder
            && !(at < State.ProvenAt)
            && State.Overtaken is null
            && State.Flight is null or { Kind: FlightKind.Read }
        )
        {
            Prove(EvidenceRung.UsedAtDoor, at < now ? at : now);
        }
    }

    private void HearEnd(EnrollmentEvent.Ended ended)
    {
        if (State.Overtaken is { } overtaken && overtaken.Number == ended.Flight)
        {
            State = State with { Overtaken = null };
            HearOvertaken(overtaken, ended.How);
        }
        else if (State.Flight is { } flight && flight.Number == ended.Flight)
        {
            State = State with { Flight = null };
            HearFlight(flight, ended.How);
        }
    }

    /// <summary>A newer write follows it on the same lock, so only what it may leave behind counts.</summary>
    private void HearOvertaken(Flight flight, FlightEnd how)
    {
        if (how is FlightEnd.Acknowledged or FlightEnd.Unknown)
        {
            State = State with { MayHold = State.MayHold || flight.Kind == FlightKind.Set, IsUnread = true };
        }

        if (how is FlightEnd.Unknown)
        {
            Unsettle();
        }
    }

    private void HearFlight(Flight flight, FlightEnd how)
    {
        switch (how)
        {
            case FlightEnd.Acknowledged done when flight.Kind == FlightKind.Set:
                HearSet(flight, done.Proof);
                break;
            case FlightEnd.Acknowledged when flight.Kind == FlightKind.Clear:
                HearCleared();
                break;
            case FlightEnd.Seen seen:
                See(flight, seen.Sight);
                break;
            case FlightEnd.Unknown when flight.Kind != FlightKind.Read:
                HearNothing(flight);
                break;
            case FlightEnd.Refused refused:
                HearRefusal(flight, refused.Why);
                break;
            case FlightEnd.NotSent notSent:
                Miss(notSent.Why);
                break;
            default:
                Miss(Trouble.NoAnswer);
                break;
        }
    }

    private void HearSet(Flight flight, EvidenceRung proof)
    {
        var isRead = proof >= EvidenceRung.ReadBack;
        EndDoubt(flight);
        State = State with
        {
            MayHold = true,
            IsCleared = false,
            Knowledge = SlotKnowledge.Ours,
            IsOverOlder = State.IsOverOlder && (!isRead || IsUnsettled),
            IsUnread = !isRead,
            SeenRevision = flight.Revision,
            Rung = EvidenceRung.None,
            NextTryAt = null,
            Trouble = Trouble.None,
            CheckAt =
                isRead ? now + policy.LookAgainAfter
                : traits.CanRead ? now
                : null,
            UnsettledUntil = IsUnsettled ? State.UnsettledUntil : null,
        };
        Prove(isRead ? EvidenceRung.ReadBack : EvidenceRung.Acknowledged);
    }

    private void HearCleared()
    {
        Forget();
        State = State with
        {
            IsCleared = true,
            IsUnread = true,
            Knowledge = traits.CanRead ? SlotKnowledge.Unknown : SlotKnowledge.Empty,
            NextTryAt = null,
        };
        if (!traits.CanRead && !IsUnsettled)
        {
            ConfirmAbsence();
        }
    }

    private void HearNothing(Flight flight)
    {
        if (flight.Kind == FlightKind.Set)
        {
            State = State with { MayHold = true, IsCleared = false, SeenRevision = flight.Revision };
        }

        Lower(EvidenceRung.Sent);
        Unsettle();
        State = State with { IsUnread = true, Knowledge = traits.CanRead ? SlotKnowledge.Unknown : SlotKnowledge.Ours };
        Fail(Trouble.NoAnswer);
    }

    private void HearRefusal(Flight flight, Trouble why)
    {
        if (why is Trouble.Duplicate or Trouble.MemoryFull or Trouble.Unsupported)
        {
            State = State with { Trouble = why, NextTryAt = now + policy.HopelessPause };
        }
        else if (flight.Kind == FlightKind.Read)
        {
            Miss(why);
        }
        else
        {
            Fail(why);
        }
    }

    private void Unsettle() => State = State with { UnsettledUntil = now + policy.SettlesWithin };

    private void Lower(EvidenceRung to) => State = State.Rung > to ? State with { Rung = to, ProvenAt = null } : State;

    private void Forget() => State = State with { SeenRevision = 0, Rung = EvidenceRung.None, ProvenAt = null, CheckAt = null, IsOverOlder = false };

    /// <summary>Raises the evidence; a weaker proof of the same thing leaves the stronger one and its time.</summary>
    private void Prove(EvidenceRung rung, DateTimeOffset? at = null)
    {
        var wasProven = State.Rung >= traits.BestProof;
        if (rung >= State.Rung)
        {
            State = State with { Rung = rung, ProvenAt = at ?? now };
        }

        if (State.SeenRevision == State.Aim && State.Rung >= traits.BestProof)
        {
            Progress();
            if (!wasProven)
            {
                Tell(EnrollmentNews.Proven);
            }
        }
    }

    private void EndDoubt(Flight flight) => State = flight.Number > State.DoubtSince ? State with { DoubtSince = null } : State;

    private void Progress() => State = State with { Tries = 0, NextTryAt = null, Trouble = Trouble.None };

    private void ConfirmAbsence()
    {
        var wasThere = State.MayHold;
        State = State with { MayHold = false, UnsettledUntil = null };
        if (State.Aim == 0 && wasThere)
        {
            Progress();
            Tell(EnrollmentNews.Removed);
        }
    }

    private void Miss(Trouble why)
    {
        var tries = State.Tries + 1;
        var pause = policy.FirstPause * Math.Pow(2, Math.Min(tries - 1, 20));
        var widest = pause < policy.LongestPause ? pause : policy.LongestPause;
        State = State with { Tries = tries, Trouble = why, NextTryAt = now + (widest * (0.75 + (jitter.Fraction() / 2))) };
    }

    private void Fail(Trouble why)
    {
        Miss(why);
        var recent = State.Failures.Where(at => now - at < policy.FailuresWithin && at <= now).Append(now).ToImmutableArray();
        State = State with { Failures = recent };
        if (recent.Length >= EnrollmentPolicy.FailuresAllowed)
        {
            State = State with { Failures = [.. recent.TakeLast(EnrollmentPolicy.FailuresAllowed)], SuspendedUntil = now + policy.SuspendFor };
            Tell(EnrollmentNews.Suspended);
        }
    }

    private void Tell(EnrollmentNews news) => wishes.Add(new EnrollmentWish.Tell(news));
}
