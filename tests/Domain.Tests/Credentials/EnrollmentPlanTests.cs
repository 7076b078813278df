using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Tests.Credentials;

public sealed class EnrollmentPlanTests : EnrollmentPlanWalk
{
    [Fact]
    public void A_code_is_proven_by_reading_it_back_and_not_before()
    {
        Hear(new EnrollmentEvent.Tick());
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Empty());
        Assert.Equal(FlightKind.Set, Sent());
        Assert.Equal(EnrollmentStatus.Adding, Status());
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal((EvidenceRung.Acknowledged, FlightKind.Read, EnrollmentStatus.Active), (State.Rung, Sent(), Status()));
        Assert.Equal(Readiness.AtRisk, Verdict());
        See(new SlotSight.Ours(1));
        Assert.Equal([EnrollmentNews.Proven], Told());
        Assert.Equal((EvidenceRung.ReadBack, Now, Readiness.Ready), (State.Rung, State.ProvenAt, Verdict()));
    }

    [Fact]
    public void It_is_read_again_after_two_minutes_before_the_window_opens_and_after_every_sign_of_change()
    {
        var start = Now + TimeSpan.FromHours(60);
        Plan = new(new(EvidenceRung.ReadBack, KeepsWindows: true), Policy);
        Prove(Wanted(1, start));
        Assert.Equal(Now + TimeSpan.FromMinutes(2), Last.WakeAt);
        var reads = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            Pass(Last.WakeAt!.Value - Now);
            reads.Add(start - Now);
            See(new SlotSight.Ours(1));
        }

        Assert.Contains(TimeSpan.FromMinutes(30), reads);
        Hear(new EnrollmentEvent.Changed(SignOfChange.BatteryChanged));
        Assert.Equal((FlightKind.Read, Readiness.AtRisk), (Sent(), Verdict()));
        See(new SlotSight.Ours(1));
        Assert.Equal(Readiness.Ready, Verdict());
    }

    [Fact]
    public void A_lock_that_forgets_is_caught_and_set_again()
    {
        Prove(Wanted(1));
        Pass(TimeSpan.FromMinutes(2));
        See(new SlotSight.Empty());
        Assert.Contains(EnrollmentNews.Forgotten, Told());
        Assert.Equal((EvidenceRung.None, Readiness.NotReady), (State.Rung, Verdict()));
        Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void Three_failed_writes_in_five_minutes_let_the_slot_rest()
    {
        FirstSet();
        for (var i = 0; i < 3; i++)
        {
            Ended(new FlightEnd.Refused(Trouble.Refused));
            if (i < 2)
            {
                Pass(TimeSpan.FromSeconds(30));
            }
        }

        Assert.Contains(EnrollmentNews.Suspended, Told());
        Assert.Equal(EnrollmentStatus.AddFailed, Status());
        Pass(Policy.SuspendFor - TimeSpan.FromSeconds(1));
        Assert.Null(State.Flight);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void A_link_that_is_offline_is_no_failed_write()
    {
        FirstSet();
        for (var i = 0; i < 5; i++)
        {
            Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
            Hear(new EnrollmentEvent.Heard());
            Assert.Equal(FlightKind.Set, Sent());
        }

        Assert.Null(State.SuspendedUntil);
        Assert.False(State.MayHold);
    }

    [Fact]
    public void Pauses_widen_up_to_a_quarter_of_an_hour()
    {
        FirstSet();
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
            pauses.Add((State.NextTryAt!.Value - Now).TotalSeconds);
            Pass(State.NextTryAt.Value - Now);
        }

        Assert.InRange(pauses[0], 3.75, 6.25);
        Assert.InRange(pauses[3], 30, 50);
        Assert.InRange(pauses[11], 675, 1125);
    }

    [Fact]
    public void What_is_not_there_when_it_is_due_is_reported_once_with_its_reason()
    {
        FirstSet();
        Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
        Pass(State.Desired.DueAt - Now);
        Assert.Equal([EnrollmentNews.AtRisk], Told());
        Assert.Equal("The link is offline.", Plan.VerdictAt(State, Now, null).Because);
        Pass(TimeSpan.FromHours(1));
        Assert.Empty(Told());
    }

    [Fact]
    public void A_duplicate_is_not_tried_again_before_an_hour()
    {
        FirstSet();
        Ended(new FlightEnd.Refused(Trouble.Duplicate));
        Pass(TimeSpan.FromMinutes(59));
        Assert.Null(State.Flight);
        Hear(new EnrollmentEvent.ToldToTry());
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void A_strangers_code_is_left_alone_until_an_operator_says_otherwise()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Other());
        Assert.Equal([EnrollmentNews.NeedsSlot], Told());
        Assert.Null(State.Flight);
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Other());
        Hear(new EnrollmentEvent.ToldToTry(Overwrite: true));
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void One_without_a_slot_asks_for_one_three_days_ahead_and_again_every_minute_while_the_memory_is_full()
    {
        State = new EnrollmentState { Desired = Wanted(1, Now + TimeSpan.FromHours(100)) };
        Hear(new EnrollmentEvent.Tick());
        Assert.Empty(Told());
        Assert.Equal((TimeSpan.FromHours(28), Readiness.AtRisk), (Last.WakeAt!.Value - Now, Verdict()));
        Pass(TimeSpan.FromHours(28));
        Assert.Equal([EnrollmentNews.NeedsSlot], Told());
        Assert.Equal((TimeSpan.FromMinutes(1), Readiness.NotReady), (Last.WakeAt!.Value - Now, Verdict()));
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([EnrollmentNews.NeedsSlot], Told());
        Hear(new EnrollmentEvent.SlotReserved(7));
        Assert.Equal((7, Readiness.Ready, EnrollmentStatus.Planned), (State.Slot, Verdict(), Status()));
        Assert.Null(Sent());
    }

    [Fact]
    public void Another_slot_is_taken_only_while_the_lock_holds_nothing_of_ours()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Hidden());
        Hear(new EnrollmentEvent.SlotReserved(7));
        Assert.Equal(7, State.Slot);
        See(new SlotSight.Empty());
        Ended(new FlightEnd.Acknowledged());
        Hear(new EnrollmentEvent.SlotReserved(8));
        Assert.Equal(7, State.Slot);
    }

    [Fact]
    public void A_change_of_digits_writes_over_them_without_a_gap()
    {
        Prove(Wanted(1));
        Hear(new EnrollmentEvent.Asked(Wanted(2)));
        Assert.Equal((FlightKind.Set, EnrollmentStatus.Changing), (Sent(), Status()));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Ours(1));
        Assert.Equal(EnrollmentStatus.Changing, Status());
        Assert.Equal(Trouble.Forgotten, State.Trouble);
    }

    [Fact]
    public void A_use_at_the_door_is_the_strongest_proof_but_not_for_what_was_written_after_it()
    {
        Prove(Wanted(1));
        Hear(new EnrollmentEvent.Used(Now - TimeSpan.FromMinutes(1)));
        Assert.Equal(EvidenceRung.ReadBack, State.Rung);
        Pass(TimeSpan.FromMinutes(1));
        Hear(new EnrollmentEvent.Used(Now));
        Assert.Equal((EvidenceRung.UsedAtDoor, Now), (State.Rung, State.ProvenAt));
    }

    [Theory]
    [InlineData(true, 72)]
    [InlineData(false, 1)]
    public void A_code_goes_to_the_lock_72_hours_ahead_where_it_keeps_windows_else_at_early_entry_and_leaves_at_the_end(bool keepsWindows, int hours)
    {
        Plan = new(new(EvidenceRung.Acknowledged, keepsWindows), Policy with { EarlyEntry = TimeSpan.FromHours(1) });
        var start = Now + TimeSpan.FromHours(100);
        Hear(new EnrollmentEvent.Asked(Wanted(1, start, start + TimeSpan.FromHours(5))));
        Assert.Equal((EnrollmentStatus.Planned, start - TimeSpan.FromHours(hours)), (Status(), Last.WakeAt));
        Assert.Equal(Readiness.Ready, Plan.VerdictAt(State, Now, Now - TimeSpan.FromMinutes(15)).Readiness);
        Assert.Equal(Readiness.AtRisk, Plan.VerdictAt(State, Now, Now - TimeSpan.FromMinutes(16)).Readiness);
        Pass(start - TimeSpan.FromHours(hours) - Now);
        Assert.Equal(FlightKind.Set, Sent());
        Ended(new FlightEnd.Acknowledged());
        Pass(start + TimeSpan.FromHours(5) - Now);
        Assert.Equal((FlightKind.Clear, EnrollmentStatus.Deleting), (Sent(), Status()));
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    [Fact]
    public void What_never_left_is_gone_at_once_when_it_is_revoked()
    {
        Hear(new EnrollmentEvent.Asked(Wanted(1, Now + TimeSpan.FromDays(30))));
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Assert.Equal((EnrollmentStatus.Gone, (Flight?)null), (Status(), State.Flight));
    }

    [Fact]
    public void The_lowest_free_slot_is_allocated_and_none_when_the_memory_is_full()
    {
        Assert.Equal(3, SlotAllocator.Lowest(4, reserved: [1, 4], foreign: [2]));
        Assert.Null(SlotAllocator.Lowest(3, reserved: [1, 3], foreign: [2]));
    }
}
