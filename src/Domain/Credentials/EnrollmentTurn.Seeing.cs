namespace Latchwork.Domain.Credentials;

internal sealed partial class EnrollmentTurn
{
    /// <summary>A read that was asked for before the last sign of change may have shown the slot as it was before: the doubt stays.</summary>
    private void See(Flight read, SlotSight sight)
    {
        EndDoubt(read);
        State = State with { CheckAt = null };
        switch (sight)
        {
            case SlotSight.Empty:
                SeeEmpty();
                break;
            case SlotSight.Ours ours:
                SeeOurs(ours.Revision);
                break;
            case SlotSight.Hidden when State.MayHold:
                SeeHidden();
                break;
            case SlotSight.Other when State is { IsUnread: true, IsCleared: false }:
                SeeGarbled();
                break;
            default:
                SeeForeign();
                break;
        }
    }

    private void SeeEmpty()
    {
        var wasThere = State.Aim > 0 && EnrollmentPlan.Holds(State, State.Aim, EvidenceRung.Acknowledged);
        Forget();
        State = State with { Knowledge = SlotKnowledge.Empty, IsUnread = false, NextTryAt = null };
        if (!IsUnsettled)
        {
            ConfirmAbsence();
        }

        if (wasThere)
        {
            Tell(EnrollmentNews.Forgotten);
            Fail(Trouble.Forgotten);
        }
    }

    private void SeeOurs(int revision)
    {
        var wasWritten = State.IsUnread;
        var wasBelieved = EnrollmentPlan.Holds(State, State.Aim, EvidenceRung.Acknowledged);
        if (revision != State.SeenRevision)
        {
            Forget();
        }

        State = State with
        {
            Knowledge = SlotKnowledge.Ours,
            MayHold = true,
            IsUnread = false,
            IsOverOlder = State.IsOverOlder && IsUnsettled,
            SeenRevision = revision,
            NextTryAt = null,
        };
        Prove(EvidenceRung.ReadBack);
        if (revision == State.Aim)
        {
            Progress();
            State = State with { CheckAt = NextCheck(wasWritten) };
        }
        else if (State.Aim == 0 ? State.IsCleared : wasBelieved)
        {
            State = State with { IsCleared = false };
            Fail(Trouble.Forgotten);
        }
    }

    /// <summary>In use, by whatever was acknowledged last; an unanswered write is not proven by it.</summary>
    private void SeeHidden()
    {
        var wasWritten = State.IsUnread;
        State = State with { Knowledge = SlotKnowledge.Ours, IsUnread = false, NextTryAt = null };
        if (State.Aim == 0)
        {
            if (State.IsCleared)
            {
                State = State with { IsCleared = false };
                Fail(Trouble.Forgotten);
            }
        }
        else if (EnrollmentPlan.Holds(State, State.Aim, EvidenceRung.Acknowledged))
        {
            State = State with { CheckAt = NextCheck(wasWritten) };
            Prove(EvidenceRung.Occupied);
        }
    }

    /// <summary>Nobody else has written there since we did: the lock stored something else than it was given.</summary>
    private void SeeGarbled()
    {
        Forget();
        State = State with { Knowledge = SlotKnowledge.Ours, MayHold = true, IsUnread = false };
        Fail(Trouble.Forgotten);
    }

    private void SeeForeign()
    {
        var wasOurs = State.Rung >= EvidenceRung.Acknowledged;
        Forget();
        State = State with { Knowledge = SlotKnowledge.Foreign, IsUnread = false, NextTryAt = now + policy.HopelessPause };
        if (!IsUnsettled)
        {
            ConfirmAbsence();
        }

        if (wasOurs)
        {
            Tell(EnrollmentNews.Drifted);
        }
    }

    private DateTimeOffset NextCheck(bool wasWritten)
    {
        var beforeStart = State.Desired.From - policy.LookBeforeStart;
        var regular = now + (wasWritten ? policy.LookAgainAfter : policy.LookEvery);
        return now < beforeStart && beforeStart < regular ? beforeStart.Value : regular;
    }
}
