using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Tests.Devices;

public sealed class LinkQueueTests
{
    private static readonly Moment Start = new(TimeSpan.FromHours(1).Ticks);
    private readonly List<LinkWish> wishes = [];
    private readonly LinkQueue queue = Online(new LinkLimits(1, Seconds(5)));
    private int numbers;

    [Fact]
    public void A_motion_on_an_idle_link_is_sent_at_once_and_once()
    {
        var unlock = Submit(Motion("a"));
        Assert.Equal([(LinkWishKind.Send, unlock.Id)], Taken());
        Assert.Equal(AnswerFate.Final, queue.Answered(unlock.Id, DeviceAnswer.Done(), At(1), wishes));
        Assert.Equal(AnswerFate.Late, queue.Answered(unlock.Id, DeviceAnswer.Done(), At(1), wishes));
        queue.Tick(At(100), wishes);
        Assert.Empty(Taken());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void DV_7_A_motion_that_was_sent_and_not_answered_is_unknown_and_never_sent_again()
    {
        var unlock = Submit(Motion("a"));
        Taken();
        Assert.Equal(At(6), queue.WakeAt);
        Assert.False(queue.Withdraw(unlock.Id, At(4), wishes));
        queue.Tick(At(6), wishes);
        Assert.Equal([(LinkWishKind.MarkUnknown, unlock.Id)], Taken());
        queue.Tick(At(60), wishes);
        Assert.Empty(Taken());
    }

    [Fact]
    public void DV_7_A_busy_device_gets_a_motion_again_only_if_it_refused_before_acting()
    {
        var (first, second) = (Submit(Motion("a")), Submit(Motion("b")));
        Taken();
        var mayHaveActed = new DeviceAnswer(CommandEnd.Unknown, new AccessError(AccessErrorCode.DeviceBusy, "Busy."), null, EvidenceRung.None);
        Assert.Equal(AnswerFate.PutBack, queue.Answered(first.Id, DeviceAnswer.Failed(AccessErrorCode.DeviceBusy, "Busy."), At(0.01), wishes));
        Assert.Equal([(LinkWishKind.Send, second.Id)], Taken());
        Assert.Equal(AnswerFate.Final, queue.Answered(second.Id, mayHaveActed, At(0.02), wishes));
        queue.Tick(At(0.3), wishes);
        Assert.Equal([(LinkWishKind.Confirm, first.Id)], Taken());
    }

    [Theory]
    [InlineData(0.05, LinkWishKind.Send)]
    [InlineData(0.051, LinkWishKind.Confirm)]
    public void AZ_5_A_motion_that_waited_more_than_50_ms_is_decided_again(double seconds, LinkWishKind expected)
    {
        var (first, second) = (Submit(Motion("a")), Submit(Motion("b")));
        Taken();
        queue.Answered(first.Id, DeviceAnswer.Done(), At(seconds), wishes);
        Assert.Equal([(expected, second.Id)], Taken());
    }

    [Fact]
    public void AZ_5_A_motion_that_is_no_longer_allowed_is_not_sent()
    {
        var (first, second) = (Submit(Motion("a")), Submit(Motion("b")));
        queue.Answered(first.Id, DeviceAnswer.Done(), At(1), wishes);
        Taken();
        queue.Confirmed(second.Id, maySend: false, At(1.01), wishes);
        Assert.Empty(Taken());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void AZ_5_A_confirmation_that_came_after_the_process_stood_still_is_asked_for_again()
    {
        var (first, second) = (Submit(Motion("a")), Submit(Motion("b")));
        queue.Answered(first.Id, DeviceAnswer.Done(), At(1), wishes);
        Taken();
        queue.Confirmed(second.Id, maySend: true, At(2.5), wishes);
        Assert.Equal([(LinkWishKind.Confirm, second.Id)], Taken());
        queue.Confirmed(second.Id, maySend: true, At(2.6), wishes);
        Assert.Equal([(LinkWishKind.Send, second.Id)], Taken());
    }

    [Fact]
    public void A_command_of_another_node_is_claimed_before_it_is_sent()
    {
        var set = Submit(Set("a", 4) with { IsClaimed = false });
        Assert.True(Assert.Single(wishes) is { Kind: LinkWishKind.Confirm, Claims: true, Decides: false });
        wishes.Clear();
        queue.Confirmed(set.Id, maySend: true, At(0.1), wishes);
        Assert.Equal([(LinkWishKind.Send, set.Id)], Taken());
    }

    [Fact]
    public void A_command_unsent_at_the_end_of_its_callers_wait_is_withdrawn()
    {
        Submit(Set("a", 1));
        var unlock = Submit(Motion("b") with { WaitsUntil = At(3) });
        Taken();
        Assert.Equal(At(3), queue.WakeAt);
        queue.Tick(At(3), wishes);
        Assert.Equal([(LinkWishKind.Withdraw, unlock.Id)], Taken());
    }

    [Fact]
    public void Offline_motions_and_credentials_are_refused_at_once_and_a_setting_is_kept()
    {
        Submit(Motion("x"));
        var (unlock, set, setting) = (Submit(Motion("a")), Submit(Set("b", 1)), Submit(Setting("b")));
        Taken();
        queue.LinkOffline(At(1), wishes);
        Assert.Equal([(LinkWishKind.Refuse, unlock.Id), (LinkWishKind.Refuse, set.Id)], Taken());
        Assert.Equal(AccessErrorCode.LinkOffline, queue.Submit(Motion("a"), At(1), wishes)!.Code);
        Assert.Equal(AccessErrorCode.LinkOffline, queue.Submit(Set("c", 1), At(1), wishes)!.Code);
        Assert.Null(queue.Submit(Setting("c"), At(1), wishes));
        queue.Tick(At(7), wishes);
        Taken();
        queue.LinkOnline(At(8), wishes);
        Assert.Equal([(LinkWishKind.Send, setting.Id)], Taken());
    }

    [Fact]
    public void A_motion_waits_for_a_link_that_has_not_said_yet_how_it_is_and_a_credential_does_not()
    {
        var (taken, down) = (Held(), Held());
        var (unlock, other) = (Motion("a") with { WaitsUntil = At(3) }, Motion("a"));
        Assert.Null(taken.Submit(unlock, At(0), wishes));
        Assert.Null(down.Submit(other, At(0), wishes));
        Assert.Equal(AccessErrorCode.LinkOffline, taken.Submit(Set("b", 1), At(0), wishes)!.Code);
        Assert.Empty(Taken());

        taken.LinkOnline(At(0.04), wishes);
        Assert.Equal([(LinkWishKind.Send, unlock.Id)], Taken());
        down.LinkOffline(At(0.04), wishes);
        Assert.Equal([(LinkWishKind.Refuse, other.Id)], Taken());
    }

    [Fact]
    public void A_motion_is_withdrawn_when_a_link_that_was_taken_over_says_nothing_during_its_wait()
    {
        var taken = Held();
        var unlock = Motion("a") with { WaitsUntil = At(3) };
        Assert.Null(taken.Submit(unlock, At(0), wishes));
        taken.Tick(At(3), wishes);
        Assert.Equal([(LinkWishKind.Withdraw, unlock.Id)], Taken());
    }

    /// <summary>AZ-5 for a claim that is late: whoever claimed is told that nobody waits for it.</summary>
    [Fact]
    public void What_was_given_back_while_it_was_claimed_is_not_awaited()
    {
        var setting = Setting("a") with { IsClaimed = false };
        queue.Submit(setting, At(0), wishes);
        Assert.Equal([(LinkWishKind.Confirm, setting.Id)], Taken());
        queue.StopSending(At(0.1), wishes);
        Assert.Equal([(LinkWishKind.Release, setting.Id)], Taken());

        Assert.False(queue.Confirmed(setting.Id, maySend: true, At(0.2), wishes));
        Assert.Empty(Taken());
    }

    [Fact]
    public void A_later_edit_of_a_slot_takes_the_place_of_an_unsent_earlier_one()
    {
        Submit(Motion("x"));
        var (first, other, later) = (Submit(Set("a", 4)), Submit(Set("a", 5)), Submit(Clear("a", 4)));
        Assert.Contains((LinkWishKind.Supersede, first.Id), Taken());
        Assert.Equal([later.Id, other.Id], Drain(At(1)));
    }

    [Fact]
    public void A_read_between_two_edits_of_a_slot_keeps_them_apart()
    {
        Submit(Motion("x"));
        var (set, read, clear) = (Submit(Set("a", 4)), Submit(Sync("a", new DeviceAct.ReadSlot(CredentialKind.Passcode, 4))), Submit(Clear("a", 4)));
        Taken();
        Assert.Equal([set.Id, read.Id, clear.Id], Drain(At(1)));
    }

    [Fact]
    public void Tenants_take_turns_and_doors_go_first()
    {
        Submit(Motion("x"));
        var many = Enumerable.Range(0, 3).Select(i => Submit(Set($"a{i}", 1))).ToList();
        var few = Submit(Set("b", 1) with { Tenant = Tenant(2) });
        var unlock = Submit(Motion("c"));
        Taken();
        Assert.Equal([unlock.Id, many[0].Id, few.Id, many[1].Id, many[2].Id], Drain(At(1)));
    }

    [Fact]
    public void Polling_never_starves_and_a_door_waits_for_one_lower_command_at_most()
    {
        var busy = Submit(Motion("x"));
        var starving = Submit(Poll("p"), At(0.5));
        var (now, lower, longest, sinceStart) = (0.5, 0, 0, 0.0);
        var current = busy;
        for (var i = 0; i < 200 && queue.Count > 1; i++)
        {
            var next = Submit(Motion(i % 2 == 0 ? "y" : "z"), At(now));
            wishes.Clear();
            now += 1;
            queue.Answered(current.Id, DeviceAnswer.Done(), At(now), wishes);
            ConfirmAll(At(now));
            current = wishes.Last(wish => wish.Kind == LinkWishKind.Send).Command;
            lower = current.Class == CommandClass.Motion ? 0 : lower + 1;
            longest = Math.Max(longest, lower);
            sinceStart = current.Id == starving.Id ? now : sinceStart;
            if (sinceStart > 0)
            {
                break;
            }
        }

        Assert.InRange(sinceStart, 30, 33);
        Assert.True(longest <= 1);
    }

    [Fact]
    public void Nothing_is_sent_from_two_seconds_before_the_end_of_the_lease_and_what_is_unsent_is_given_back()
    {
        var held = Online(new LinkLimits(1, Seconds(60)));
        held.LeaseHeld(At(8), At(0), wishes);
        var (sent, unlock, set) = (Motion("a"), Motion("b"), Set("c", 1));
        Assert.All([sent, unlock, set], command => Assert.Null(held.Submit(command, At(0), wishes)));
        Taken();
        held.Answered(sent.Id, DeviceAnswer.Done(), At(8), wishes);
        Assert.Equal([(LinkWishKind.Withdraw, unlock.Id), (LinkWishKind.Release, set.Id)], Taken());
        Assert.NotNull(held.Submit(Motion("a"), At(9), wishes));
    }

    [Fact]
    public void What_was_sent_before_the_lease_was_lost_is_unknown()
    {
        var unlock = Submit(Motion("a"));
        Taken();
        queue.LeaseLost(At(1), wishes);
        Assert.Equal([(LinkWishKind.MarkUnknown, unlock.Id)], Taken());
    }

    [Fact]
    public void A_full_queue_refuses_and_leaves_room_for_doors()
    {
        var small = Online(new LinkLimits(1, Seconds(5)) { Syncs = 2, Motions = 1 });
        Assert.All([Set("a", 1), Set("b", 1)], set => Assert.Null(small.Submit(set, At(0), wishes)));
        Assert.Equal(AccessErrorCode.LimitReached, small.Submit(Set("c", 1), At(0), wishes)!.Code);
        Assert.Null(small.Submit(Motion("d"), At(0), wishes));
    }

    [Fact]
    public void Estimates_grow_with_what_is_ahead_and_follow_what_acts_really_take()
    {
        for (var i = 0; i < 60; i++)
        {
            var unlock = Submit(Motion("a"), At(i));
            queue.Answered(unlock.Id, DeviceAnswer.Done(), At(i + 0.5), wishes);
        }

        var line = Enumerable.Range(0, 5).Select(_ => Submit(Motion("a"), At(100))).ToList();
        var told = line.Select(command => queue.Estimate(command.Id, At(100))!.Value.TotalSeconds).ToList();
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[0], 0.45, 0.6);
        Assert.InRange(told[4], 2.25, 3.0);
        Assert.True(queue.Estimate(line[4].Id, At(100.4)) < Seconds(told[4]));
    }

    [Fact]
    public void A_queue_tells_when_it_will_be_empty_and_one_that_is_offline_does_not()
    {
        for (var i = 0; i < 60; i++)
        {
            var read = Submit(Motion("a"), At(i));
            queue.Answered(read.Id, DeviceAnswer.Done(), At(i + 0.5), wishes);
        }

        Assert.Equal((0, 0, TimeSpan.Zero), (queue.Depth(At(99)).Waiting, queue.Depth(At(99)).UnderWay, queue.Depth(At(99)).EmptyIn));
        for (var i = 0; i < 5; i++)
        {
            Submit(Motion("a"), At(100));
        }

        var depth = queue.Depth(At(100));
        Assert.Equal(5, depth.Waiting + depth.UnderWay);
        Assert.InRange(depth.EmptyIn!.Value.TotalSeconds, 2.25, 3.0);
        queue.LinkOffline(At(101), wishes);
        Assert.Null(queue.Depth(At(101)).EmptyIn);
    }

    [Fact]
    public void A_motion_through_an_idle_queue_costs_no_memory()
    {
        var commands = Enumerable.Range(0, 20_000).Select(_ => Motion("a")).ToList();
        Cycle(commands);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(commands);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)commands.Count, 0, 8);
    }

    private void Cycle(List<QueuedCommand> commands)
    {
        foreach (var command in commands)
        {
            wishes.Clear();
            queue.Submit(command, Start, wishes);
            queue.Answered(command.Id, Answer, Start, wishes);
        }
    }

    private static readonly DeviceAnswer Answer = DeviceAnswer.Done();

    private static LinkQueue Online(LinkLimits limits)
    {
        var online = Held(limits);
        online.LinkOnline(At(0), []);
        return online;
    }

    /// <summary>Of a link that was just taken over.</summary>
    private static LinkQueue Held(LinkLimits? limits = null)
    {
        var held = new LinkQueue(limits ?? new LinkLimits(1, Seconds(5)));
        held.LeaseHeld(At(10_000), At(0), []);
        return held;
    }

    private QueuedCommand Submit(QueuedCommand command, Moment? now = null)
    {
        command = command with { DecidedAt = now ?? command.DecidedAt };
        Assert.Null(queue.Submit(command, now ?? At(0), wishes));
        return command;
    }

    /// <summary>Answers what is under way until nothing is left; the order in which the rest was sent.</summary>
    private List<CommandId> Drain(Moment now)
    {
        var sent = new List<CommandId>();
        QueuedCommand? current = new(
            new CommandId(new Guid(1, 0, 0, new byte[8])),
            Tenant(1),
            "x",
            new DeviceAct.Unlock(),
            CommandClass.Motion,
            now,
            null,
            true
        );
        while (current is not null)
        {
            wishes.Clear();
            queue.Answered(current.Id, DeviceAnswer.Done(), now, wishes);
            ConfirmAll(now);
            current = wishes.FirstOrDefault(wish => wish.Kind == LinkWishKind.Send).Command;
            sent.AddRange(current is null ? [] : [current.Id]);
        }

        return sent;
    }

    private void ConfirmAll(Moment now)
    {
        foreach (var wish in wishes.Where(wish => wish.Kind == LinkWishKind.Confirm).ToList())
        {
            queue.Confirmed(wish.Command.Id, maySend: true, now, wishes);
        }
    }

    private List<(LinkWishKind, CommandId)> Taken()
    {
        var taken = wishes.Select(wish => (wish.Kind, wish.Command.Id)).ToList();
        wishes.Clear();
        return taken;
    }

    private QueuedCommand Motion(string device) => Command(device, new DeviceAct.Unlock(), CommandClass.Motion);

    private QueuedCommand Poll(string device) => Command(device, new DeviceAct.ReadBattery(), CommandClass.Polling);

    private QueuedCommand Set(string device, int slot) => Sync(device, new DeviceAct.SetPasscode(slot, PinDigits.Parse("4711").Value));

    private QueuedCommand Clear(string device, int slot) => Sync(device, new DeviceAct.ClearSlot(CredentialKind.Passcode, slot));

    private QueuedCommand Setting(string device) => Sync(device, new DeviceAct.SetClock());

    private QueuedCommand Sync(string device, DeviceAct act) => Command(device, act, CommandClass.Sync);

    private QueuedCommand Command(string device, DeviceAct act, CommandClass of) =>
        new(new CommandId(new Guid(++numbers, 0, 0, new byte[8])), Tenant(1), device, act, of, At(0), null, IsClaimed: true);

    private static TenantId Tenant(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static Moment At(double seconds) => Start + Seconds(seconds);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
