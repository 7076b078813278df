using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Tests.Credentials;

public sealed class EnrollmentPlanTests
{
    private static readonly EnrollmentPolicy Policy = new();
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private EnrollmentPlan plan = new(new(EvidenceRung.ReadBack, KeepsWindows: false), Policy);
    private EnrollmentState state;
    private EnrollmentStep last;

    public EnrollmentPlanTests()
    {
        state = new EnrollmentState { Desired = Wanted(1), Slot = 4 };
        last = new EnrollmentStep(state, [], null);
    }

    [Fact]
    public void A_code_is_proven_by_reading_it_back_and_not_before()
    {
        Hear(new EnrollmentEvent.Tick());
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Empty());
        Assert.Equal(FlightKind.Set, Sent());
        Assert.Equal(EnrollmentStatus.Adding, Status());
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal((EvidenceRung.Acknowledged, FlightKind.Read, EnrollmentStatus.Active), (state.Rung, Sent(), Status()));
        Assert.Equal(Readiness.AtRisk, Verdict());
        See(new SlotSight.Ours(1));
        Assert.Equal([EnrollmentNews.Proven], Told());
        Assert.Equal((EvidenceRung.ReadBack, now, Readiness.Ready), (state.Rung, state.ProvenAt, Verdict()));
    }

    [Fact]
    public void It_is_read_again_after_two_minutes_before_the_window_opens_and_after_every_sign_of_change()
    {
        var start = now + TimeSpan.FromHours(60);
        plan = new(new(EvidenceRung.ReadBack, KeepsWindows: true), Policy);
        Prove(Wanted(1, start));
        Assert.Equal(now + TimeSpan.FromMinutes(2), last.WakeAt);
        var reads = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            Pass(last.WakeAt!.Value - now);
            reads.Add(start - now);
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
        Assert.Equal((EvidenceRung.None, Readiness.NotReady), (state.Rung, Verdict()));
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
        Assert.Null(state.Flight);
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

        Assert.Null(state.SuspendedUntil);
        Assert.False(state.MayHold);
    }

    [Fact]
    public void Pauses_widen_up_to_a_quarter_of_an_hour()
    {
        FirstSet();
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
            pauses.Add((state.NextTryAt!.Value - now).TotalSeconds);
            Pass(state.NextTryAt.Value - now);
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
        Pass(state.Desired.DueAt - now);
        Assert.Equal([EnrollmentNews.AtRisk], Told());
        Assert.Equal("The link is offline.", plan.VerdictAt(state, now, null).Because);
        Pass(TimeSpan.FromHours(1));
        Assert.Empty(Told());
    }

    [Fact]
    public void A_duplicate_is_not_tried_again_before_an_hour()
    {
        FirstSet();
        Ended(new FlightEnd.Refused(Trouble.Duplicate));
        Pass(TimeSpan.FromMinutes(59));
        Assert.Null(state.Flight);
        Hear(new EnrollmentEvent.ToldToTry());
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void A_strangers_code_is_left_alone_until_an_operator_says_otherwise()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Other());
        Assert.Equal([EnrollmentNews.NeedsSlot], Told());
        Assert.Null(state.Flight);
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Other());
        Hear(new EnrollmentEvent.ToldToTry(Overwrite: true));
        Assert.Equal(FlightKind.Set, Sent());
    }

    [Fact]
    public void Another_slot_is_taken_only_while_the_lock_holds_nothing_of_ours()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Hidden());
        Hear(new EnrollmentEvent.SlotReserved(7));
        Assert.Equal(7, state.Slot);
        See(new SlotSight.Empty());
        Ended(new FlightEnd.Acknowledged());
        Hear(new EnrollmentEvent.SlotReserved(8));
        Assert.Equal(7, state.Slot);
    }

    [Fact]
    public void After_an_unanswered_write_the_slot_is_read_before_it_is_written()
    {
        FirstSet();
        Ended(new FlightEnd.Unknown());
        Assert.Equal((EvidenceRung.None, true), (state.Rung, state.MayHold));
        Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Ours(1));
        Assert.Equal(Readiness.Ready, Verdict());
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
        Assert.Equal(Trouble.Forgotten, state.Trouble);
    }

    [Fact]
    public void A_revocation_overtakes_a_write_and_is_over_only_when_the_lock_confirms()
    {
        FirstSet();
        var write = state.Flight!;
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
        var write = state.Flight!;
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.NotSent(Trouble.LinkOffline));
        Hear(new EnrollmentEvent.Heard());
        Assert.Equal((FlightKind.Clear, write), (Sent(), state.Overtaken));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Empty());
        Assert.Equal(EnrollmentStatus.Deleting, Status());

        Hear(new EnrollmentEvent.Ended(write.Number, new FlightEnd.NotSent()));

        Assert.Null(state.Overtaken);
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    [Fact]
    public void A_use_does_not_prove_the_new_digits_while_an_unanswered_older_write_may_still_take_effect()
    {
        FirstSet();
        var older = state.Flight!;
        Hear(new EnrollmentEvent.Asked(Wanted(2)));
        Hear(new EnrollmentEvent.Ended(older.Number, new FlightEnd.Unknown()));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Ours(2));
        Hear(new EnrollmentEvent.Used(now));
        Assert.Equal(EvidenceRung.ReadBack, state.Rung);

        Pass(TimeSpan.FromMinutes(2));
        See(new SlotSight.Ours(2));
        Hear(new EnrollmentEvent.Used(now));
        Assert.Equal(EvidenceRung.UsedAtDoor, state.Rung);
    }

    [Fact]
    public void A_code_that_was_seen_while_it_was_not_wanted_is_looked_at_again_when_it_is()
    {
        FirstSet();
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(FlightKind.Read, Sent());
        var start = now + TimeSpan.FromMinutes(1);
        Hear(new EnrollmentEvent.Asked(Wanted(1, start)));
        now = start;

        See(new SlotSight.Ours(1));

        Assert.Equal(FlightKind.Read, Sent());
        See(new SlotSight.Ours(1));
        Assert.Equal((Readiness.Ready, true), (Verdict(), last.WakeAt is not null));
    }

    [Fact]
    public void A_removal_is_not_over_while_an_unanswered_write_may_still_take_effect()
    {
        FirstSet();
        Ended(new FlightEnd.Unknown());
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.Acknowledged());
        Assert.Null(state.Flight);
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
        Assert.True(state.MayHold);
    }

    [Fact]
    public void A_code_that_opened_the_door_after_its_removal_is_removed_again()
    {
        Prove(Wanted(1));
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Empty());
        Hear(new EnrollmentEvent.Used(now));
        Assert.Contains(EnrollmentNews.UsedAfterRemoval, Told());
        Assert.Equal((FlightKind.Clear, EnrollmentStatus.Deleting), (Sent(), Status()));
    }

    [Fact]
    public void A_use_at_the_door_is_the_strongest_proof_but_not_for_what_was_written_after_it()
    {
        Prove(Wanted(1));
        Hear(new EnrollmentEvent.Used(now - TimeSpan.FromMinutes(1)));
        Assert.Equal(EvidenceRung.ReadBack, state.Rung);
        Pass(TimeSpan.FromMinutes(1));
        Hear(new EnrollmentEvent.Used(now));
        Assert.Equal((EvidenceRung.UsedAtDoor, now), (state.Rung, state.ProvenAt));
    }

    [Theory]
    [InlineData(true, 72)]
    [InlineData(false, 1)]
    public void A_code_goes_to_the_lock_72_hours_ahead_where_it_keeps_windows_else_at_early_entry_and_leaves_at_the_end(bool keepsWindows, int hours)
    {
        plan = new(new(EvidenceRung.Acknowledged, keepsWindows), Policy with { EarlyEntry = TimeSpan.FromHours(1) });
        var start = now + TimeSpan.FromHours(100);
        Hear(new EnrollmentEvent.Asked(Wanted(1, start, start + TimeSpan.FromHours(5))));
        Assert.Equal((EnrollmentStatus.Planned, start - TimeSpan.FromHours(hours)), (Status(), last.WakeAt));
        Assert.Equal(Readiness.Ready, plan.VerdictAt(state, now, now - TimeSpan.FromMinutes(15)).Readiness);
        Assert.Equal(Readiness.AtRisk, plan.VerdictAt(state, now, now - TimeSpan.FromMinutes(16)).Readiness);
        Pass(start - TimeSpan.FromHours(hours) - now);
        Assert.Equal(FlightKind.Set, Sent());
        Ended(new FlightEnd.Acknowledged());
        Pass(start + TimeSpan.FromHours(5) - now);
        Assert.Equal((FlightKind.Clear, EnrollmentStatus.Deleting), (Sent(), Status()));
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(EnrollmentStatus.Gone, Status());
    }

    [Fact]
    public void What_never_left_is_gone_at_once_when_it_is_revoked()
    {
        Hear(new EnrollmentEvent.Asked(Wanted(1, now + TimeSpan.FromDays(30))));
        Hear(new EnrollmentEvent.Asked(Wanted(2) with { IsPresent = false }));
        Assert.Equal((EnrollmentStatus.Gone, (Flight?)null), (Status(), state.Flight));
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_set_again_on_doubt()
    {
        plan = new(new(EvidenceRung.Acknowledged, KeepsWindows: false), Policy);
        Hear(new EnrollmentEvent.Tick());
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(Readiness.Ready, Verdict());
        Hear(new EnrollmentEvent.Changed(SignOfChange.PoweredUp));
        Assert.Equal((FlightKind.Set, Readiness.AtRisk), (Sent(), Verdict()));
        Ended(new FlightEnd.Acknowledged());
        Assert.Equal(Readiness.Ready, Verdict());
    }

    [Fact]
    public void The_lowest_free_slot_is_allocated_and_none_when_the_memory_is_full()
    {
        Assert.Equal(3, SlotAllocator.Lowest(4, reserved: [1, 4], foreign: [2]));
        Assert.Null(SlotAllocator.Lowest(3, reserved: [1, 3], foreign: [2]));
    }

    private void FirstSet()
    {
        Hear(new EnrollmentEvent.Tick());
        See(new SlotSight.Empty());
        Assert.Equal(FlightKind.Set, Sent());
    }

    private void Prove(Desired desired)
    {
        Hear(new EnrollmentEvent.Asked(desired));
        See(new SlotSight.Empty());
        Ended(new FlightEnd.Acknowledged());
        See(new SlotSight.Ours(desired.Revision));
        Assert.Equal(EvidenceRung.ReadBack, state.Rung);
    }

    private void Pass(TimeSpan span)
    {
        now += span;
        Hear(new EnrollmentEvent.Tick());
    }

    private void See(SlotSight sight) => Ended(new FlightEnd.Seen(sight));

    private void Ended(FlightEnd how) => Hear(new EnrollmentEvent.Ended(state.Flight!.Number, how));

    private void Hear(EnrollmentEvent what)
    {
        last = plan.Step(state, what, now, new Seed(3));
        state = last.State;
    }

    private FlightKind? Sent() => last.Wishes.OfType<EnrollmentWish.Send>().SingleOrDefault()?.Flight.Kind;

    private List<EnrollmentNews> Told() => [.. last.Wishes.OfType<EnrollmentWish.Tell>().Select(tell => tell.News)];

    private EnrollmentStatus Status() => plan.StatusAt(state, now);

    private Readiness Verdict() => plan.VerdictAt(state, now, now).Readiness;

    private Desired Wanted(int revision, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        new(true, revision, from, until, (from ?? now) + TimeSpan.FromMinutes(10));
}
