using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Tests.Credentials;

/// <summary>What holds while it is not known what the lock has: writes without an answer, wishes that overtake each other, signs of change.</summary>
public sealed class EnrollmentDoubtTests : EnrollmentPlanWalk
{
    [Fact]
    public void After_an_unanswered_write_the_slot_is_read_before_it_is_written()
    {
        FirstSet();
        Ended(new FlightEnd.Unknown());
        Assert.Equal((EvidenceRung.None, true), (State.Rung, State.MayHold));
        Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Ours(1));
        Assert.Equal(Readiness.Ready, Verdict());
    }

    [Fact]
    public void A_revocation_overtakes_a_write_and_is_over_only_when_the_lock_confirms()
    {
        FirstSet();
        var write = State.Flight!;
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Assert.Equal((FlightKind.Clear, EnrollmentStatus.Deleting), (Sent(), Status()));
        Hear(new EnrollmentEvent.Ended(write.Number, new FlightEnd.Acknowledged()));
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal((FlightKind.Read, EnrollmentStatus.Deleting), (Sent(), Status()));
        See(new SlotSight.Ours(1));
        Assert.Equal(EnrollmentStatus.Deleting, Status());
        Pass(TimeSpan.FromSeconds(7));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Empty());
        Assert.Equal([EnrollmentNews.Removed], Told());
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    /// <summary>AZ-5: the write may still wait on the link, whatever became of the clearing that overtook it.</summary>
    [Fact]
    public void A_write_stays_overtaken_until_it_ends_though_what_overtook_it_was_not_sent()
    {
        FirstSet();
        var write = State.Flight!;
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
        Hear(new EnrollmentEvent.Heard());
        Assert.Equal((FlightKind.Clear, write), (Sent(), State.Overtaken));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Empty());
        Assert.Equal(EnrollmentStatus.Deleting, Status());

        Hear(new EnrollmentEvent.Ended(write.Number, new FlightEnd.NotSent()));

        Assert.Null(State.Overtaken);
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    [Fact]
    public void A_use_does_not_prove_the_new_digits_while_an_unanswered_older_write_may_still_take_effect()
    {
        FirstSet();
        var older = State.Flight!;
        Hear(new EnrollmentEvent.Asked(Wanted(2)));
        Hear(new EnrollmentEvent.Ended(older.Number, new FlightEnd.Unknown()));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Ours(2));
        Hear(new EnrollmentEvent.Used(Now));
        Assert.Equal(EvidenceRung.ReadBack, State.Rung);

        Pass(TimeSpan.FromMinutes(2));
        See(new SlotSight.Ours(2));
        Hear(new EnrollmentEvent.Used(Now));
        Assert.Equal(EvidenceRung.UsedAtDoor, State.Rung);
    }

    [Fact]
    public void A_code_that_was_seen_while_it_was_not_wanted_is_looked_at_again_when_it_is()
    {
        FirstSet();
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(FlightKind.Read, Sent());
        var start = Now + TimeSpan.FromMinutes(1);
        Hear(new EnrollmentEvent.Asked(Wanted(1, start)));
        Now = start;

        See(new SlotSight.Ours(1));

        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Ours(1));
        Assert.Equal((Readiness.Ready, true), (Verdict(), Last.WakeAt is not null));
    }

    [Fact]
    public void A_removal_is_not_over_while_an_unanswered_write_may_still_take_effect()
    {
        FirstSet();
        Ended(new FlightEnd.Unknown());
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.Acknowledged());
        Assert.Null(State.Flight);
        Pass(Policy.SettlesWithin);
        Assert.Equal((FlightKind.Read, EnrollmentStatus.Deleting), (Sent(), Status()));
        See(new SlotSight.Empty());
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    [Fact]
    public void A_write_that_a_former_holder_may_have_sent_counts_whatever_its_repetition_is_answered()
    {
        FirstSet();
        Hear(new EnrollmentEvent.Repeated());
        Ended(new FlightEnd.Refused(Trouble.Refused));
        Assert.True(State.MayHold);
    }

    [Fact]
    public void A_code_that_opened_the_door_after_its_removal_is_removed_again()
    {
        Prove(Wanted(1));
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Empty());
        Hear(new EnrollmentEvent.Used(Now));
        Assert.Contains(EnrollmentNews.UsedAfterRemoval, Told());
        Assert.Equal((FlightKind.Clear, EnrollmentStatus.Deleting), (Sent(), Status()));
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_set_again_on_doubt()
    {
        Plan = new(new(EvidenceRung.Acknowledged, KeepsWindows: false), Policy);
        Hear(new EnrollmentEvent.Tick());
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(Readiness.Ready, Verdict());
        Hear(new EnrollmentEvent.Changed(SignOfChange.PoweredUp));
        Assert.Equal((FlightKind.Set, Readiness.AtRisk), (Sent(), Verdict()));
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(Readiness.Ready, Verdict());
    }
}
