using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Testing;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Credentials;

public sealed class ReconcilerTests
{
    private const string Pin = "482916";
    private const string Other = "730158";

    [Fact]
    public async Task A_pin_reaches_the_lock_and_is_read_back()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Pin, at.Codes(FrontDoor)[1]);
        Assert.Equal(Readiness.Ready, (await at.House.LookAsync(pin))!.Verdict.Readiness);
    }

    [Fact]
    public async Task A_keypad_entry_raises_the_evidence_to_used_at_the_door()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        at.Type(FrontDoor, Pin);
        await at.House.UntilAsync(pin, view => view.Evidence == EvidenceRung.UsedAtDoor);
    }

    [Fact]
    public async Task A_lock_that_forgets_is_never_shown_better_than_the_evidence_and_converges()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        at.Break(FrontDoor, new DeviceFaults { ForgetAfter = TimeSpan.Zero });
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilAsync(
            pin,
            view =>
            {
                Assert.True(view.Evidence < EvidenceRung.Occupied, $"{view.Evidence} of a code that the lock has dropped");
                Assert.NotEqual(Readiness.Ready, view.Verdict.Readiness);
                return view.Trouble == Trouble.Forgotten;
            }
        );
        at.Mend(FrontDoor);
        await at.House.UntilReadBackAsync(pin);
    }

    [Fact]
    public async Task A_lying_acknowledgement_is_not_taken_for_a_code_on_the_lock()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        at.Break(FrontDoor, new DeviceFaults { LyingAck = true });
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilAsync(pin, view => view.Trouble == Trouble.Forgotten && view.Verdict.Readiness == Readiness.NotReady);
        at.Mend(FrontDoor);
        await at.House.UntilReadBackAsync(pin);
    }

    [Fact]
    public async Task A_lost_acknowledgement_stays_unproven_until_the_lock_is_heard_again()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        at.Break(FrontDoor, new DeviceFaults { AckLost = true });
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilAsync(pin, view => view.Trouble is Trouble.NoAnswer or Trouble.DeviceOffline);
        Assert.True((await at.House.LookAsync(pin))!.Evidence < EvidenceRung.Acknowledged);
        at.Mend(FrontDoor);
        await at.House.UntilReadBackAsync(pin);
    }

    [Fact]
    public async Task Three_failed_writes_suspend_the_slot_and_its_neighbours_go_on()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        at.Break(FrontDoor, new DeviceFaults { LyingAck = true });
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        var sibling = await at.House.SetAsync(await at.House.LockAsync(BackGate), Other);
        await at.House.UntilAsync(
            pin,
            view => view.Verdict.Because.StartsWith("Three writes failed", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60)
        );
        Assert.Equal(EnrollmentStatus.AddFailed, (await at.House.LookAsync(pin))!.Status);
        Assert.Contains("44", await at.House.AuditAsync(), StringComparison.Ordinal);
        await at.House.UntilReadBackAsync(sibling);
    }

    [Fact]
    public async Task A_strangers_code_is_left_alone_and_another_slot_is_taken()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await at.SetByStrangerAsync(FrontDoor, 1, at.House.Canary(Other));
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Other, at.Codes(FrontDoor)[1]);
        Assert.Equal(Pin, at.Codes(FrontDoor)[2]);
        Assert.Equal(2, (await at.House.LookAsync(pin))!.Slot);
    }

    [Fact]
    public async Task Codes_that_are_asked_for_at_once_get_slots_of_their_own()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var gate = await at.House.LockAsync(BackGate);

        var pins = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => at.House.SetAsync(gate, $"48291{n}")));

        foreach (var pin in pins)
        {
            await at.House.UntilReadBackAsync(pin);
        }

        Assert.Equal(6, at.Codes(BackGate).Count);
    }

    [Fact]
    public async Task A_duplicate_at_the_lock_is_told_and_not_tried_for_ever()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        await at.SetByStrangerAsync(FrontDoor, 7, at.House.Canary(Pin));
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilAsync(pin, view => view is { Trouble: Trouble.Duplicate, Status: EnrollmentStatus.AddFailed });
        Assert.Single(at.Codes(FrontDoor));
    }

    [Fact]
    public async Task A_code_for_an_offline_link_waits_and_goes_out_when_it_is_back()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        at.Do(new WorldControl.SetLink(IsUp: false));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select is_online from link") == "False");
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilAsync(
            pin,
            view => view is { Trouble: Trouble.LinkOffline, Evidence: EvidenceRung.Queued, Verdict.Readiness: Readiness.NotReady }
        );
        at.Do(new WorldControl.SetLink(IsUp: true));
        await at.House.UntilReadBackAsync(pin);
    }

    [Fact]
    public async Task A_revoked_code_on_an_offline_lock_is_visible_until_its_removal_is_confirmed()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        at.Break(FrontDoor, new DeviceFaults { Offline = true });
        await at.House.RevokeAsync(pin);
        await at.House.UntilAsync(pin, view => view is { Status: EnrollmentStatus.Deleting, Trouble: Trouble.DeviceOffline });
        Assert.Single(at.Codes(FrontDoor));
        at.Mend(FrontDoor);
        await at.House.UntilGoneAsync(pin);
        Assert.Empty(at.Codes(FrontDoor));
        Assert.EndsWith("43", await at.House.AuditAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_overtakes_a_write_that_is_under_way()
    {
        await using var at = await SimulatedHouse.BuildAsync(answerWithin: TimeSpan.FromMinutes(1));
        var door = await at.House.LockAsync(FrontDoor);
        await Poll.UntilAsync(async () =>
            await at.House.AskAsync("select count(*) from smart_lock where offline_orders > offline_orders_held") == "0"
        );
        at.Break(FrontDoor, new DeviceFaults { Holds = true });
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilAsync(pin, view => view.Evidence == EvidenceRung.Sent);
        await at.House.RevokeAsync(pin);
        at.Mend(FrontDoor);
        await at.House.UntilGoneAsync(pin);
        Assert.Empty(at.Codes(FrontDoor));
    }

    [Fact]
    public async Task A_change_is_written_over_the_old_digits_so_the_door_never_lacks_a_code()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        await at.House.ChangeAsync(pin, Other);
        while ((await at.House.LookAsync(pin))!.Status != EnrollmentStatus.Active)
        {
            Assert.Single(at.Codes(FrontDoor));
        }

        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Other, Assert.Single(at.Codes(FrontDoor)).Value);
    }

    [Fact]
    public async Task An_earlier_code_of_ours_is_known_again_after_a_sign_of_change()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        at.Break(FrontDoor, new DeviceFaults { Offline = true });
        await at.House.ChangeAsync(pin, Other);
        await at.House.UntilAsync(pin, view => view.Trouble == Trouble.DeviceOffline);
        await at.House.AskAsync("update enrollment set doubt = 3, doubted_at = asked_at, due_at = asked_at");
        at.Mend(FrontDoor);
        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Other, Assert.Single(at.Codes(FrontDoor)).Value);
    }

    [Fact]
    public async Task A_code_that_is_erased_at_the_lock_is_read_again_and_set_again()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        at.Do(new WorldControl.EraseSlot(FrontDoor, CredentialKind.Passcode, 1));
        await Poll.UntilAsync(() => at.Codes(FrontDoor).Count == 1);
        await at.House.UntilReadBackAsync(pin);
    }

    [Fact]
    public async Task The_same_digits_can_be_set_again_right_after_they_were_revoked()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var first = await at.House.SetAsync(door, Pin);
        await at.House.UntilReadBackAsync(first);
        await at.House.RevokeAsync(first);
        var second = await at.House.SetAsync(door, Pin);
        await at.House.UntilReadBackAsync(second);
        await at.House.UntilGoneAsync(first);
        Assert.Equal(Pin, Assert.Single(at.Codes(FrontDoor)).Value);
    }

    [Fact]
    public async Task A_code_goes_out_at_its_start_and_leaves_at_its_end_where_the_lock_keeps_no_windows()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var now = at.House.Clock.GetUtcNow();
        var stay = new TimeWindow(now + TimeSpan.FromDays(2), now + TimeSpan.FromDays(4));
        var pin = await at.House.SetAsync(await at.House.LockAsync(BackGate), Pin, stay);
        await at.House.UntilAsync(pin, view => view is { Status: EnrollmentStatus.Planned, Verdict.Readiness: Readiness.Ready });
        Assert.Empty(at.Codes(BackGate));

        at.House.Clock.Forward(TimeSpan.FromDays(2));
        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Pin, Assert.Single(at.Codes(BackGate)).Value);

        at.House.Clock.Forward(TimeSpan.FromDays(2));
        await at.House.UntilAsync(pin, view => view.Status == EnrollmentStatus.Gone);
        Assert.Empty(at.Codes(BackGate));
    }

    [Fact]
    public async Task A_lock_that_keeps_windows_gets_the_code_ahead_with_its_window()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var now = at.House.Clock.GetUtcNow();
        var stay = new TimeWindow(now + TimeSpan.FromDays(2), now + TimeSpan.FromDays(4));
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin, stay);
        await at.House.UntilReadBackAsync(pin);
        at.Type(FrontDoor, Pin);
        Assert.Equal(Domain.Locks.BoltState.Locked, at.Do(new WorldControl.Look(FrontDoor)).Bolt);
    }

    [Fact]
    public async Task Digits_are_erased_within_a_day_after_the_lock_has_confirmed_the_removal()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        await at.House.RevokeAsync(pin);
        await at.House.UntilGoneAsync(pin);
        at.House.Clock.Forward(TimeSpan.FromHours(13));
        Assert.Equal(1, await at.House.First.Get<EraseRemovedCodes>().RunAsync(CancellationToken.None));
        Assert.Equal("1", await at.House.AskAsync("select count(*) from credential where value_sealed is null and erased_at is not null"));
        Assert.Equal("0", await at.House.AskAsync("select count(*) from enrollment where value_index is not null or plan ? 'written'"));
    }

    [Fact]
    public async Task The_plan_moves_with_the_lease_to_another_node()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        at.Break(FrontDoor, new DeviceFaults { Deaf = true });
        var pin = await at.House.SetAsync(door, Pin);
        await at.House.UntilAsync(pin, view => view.Trouble is Trouble.NoAnswer or Trouble.DeviceOffline || view.Evidence >= EvidenceRung.Sent);

        var second = at.House.AddNode("second");
        await second.StartAsync();
        await at.House.StopAsync(at.House.First);
        at.Mend(FrontDoor);
        await at.House.UntilReadBackAsync(pin, TimeSpan.FromSeconds(45));
        Assert.Equal(Pin, Assert.Single(at.Codes(FrontDoor)).Value);
    }
}
