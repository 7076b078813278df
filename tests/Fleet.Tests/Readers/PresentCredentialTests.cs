using System.Globalization;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using static Latchwork.Fleet.Tests.Readers.Entrance;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Readers;

public sealed class PresentCredentialTests
{
    private const string Pin = "482916";
    private const string Other = "730158";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_qr_opens_the_door_of_its_passcode_and_no_other()
    {
        await using var at = await Entrance.BuildAsync();
        var front = await at.GiveAsync(at.Front, Pin);
        var back = await at.GiveAsync(at.Back, Other);

        Assert.Equal(Red, await at.ShowQrAsync(back));
        Assert.Equal(0, at.Openings);
        Assert.Equal(Green, await at.ShowQrAsync(front));

        Assert.Equal((1, 0), (at.Openings, at.Opened(BackGate)));
    }

    /// <summary>AU-1: two records of the act and one of a refusal, by the reader, with what was shown and which credential it was.</summary>
    [Fact]
    public async Task AU_1_What_was_shown_is_recorded_with_its_end_and_nothing_that_can_be_shown_again()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);

        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, Other));

        Assert.Equal(
            Of((AuditStage.Asked, AuditOutcome.Allowed), (AuditStage.Ended, AuditOutcome.Done), (AuditStage.Whole, AuditOutcome.Refused)),
            await at.ToldAsync()
        );
        var bytes = await at.House.AskAsync("select string_agg(convert_from(bytes, 'UTF8'), ' ') from audit_event where kind = 4");
        Assert.DoesNotContain(passcode.Token!.QrText, bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(Other, bytes, StringComparison.Ordinal);
        Assert.Equal(
            "3",
            await at.House.AskAsync(
                """
                select count(*) from audit_event a join device d on d.tenant_id = a.tenant_id and d.device_id = a.principal_id
                where a.kind = 4 and d.address = 'reader-1' and (a.outcome = 2 or convert_from(a.bytes, 'UTF8')::jsonb ->> 'credential' is not null)
                """
            )
        );
        Assert.Equal("1", await at.House.AskAsync("select count(*) from enrollment where shown_at is not null"));
    }

    [Fact]
    public async Task Its_digits_open_the_door_at_a_reader_with_keys_too()
    {
        await using var at = await Entrance.BuildAsync();
        await at.GiveAsync(at.Front, Pin);

        Assert.Equal(Green, await at.ShowAsync(CredentialKind.Passcode, Pin));
        Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, "not digits"));
        Assert.Equal(1, at.Openings);
    }

    /// <summary>AZ-6.</summary>
    [Fact]
    public async Task AZ_6_Before_its_start_and_after_its_end_it_opens_nothing()
    {
        await using var at = await Entrance.BuildAsync();
        var now = at.House.Clock.GetUtcNow();
        var later = await at.GiveAsync(at.Front, Pin, new TimeWindow(now + TimeSpan.FromHours(1), now + TimeSpan.FromHours(2)));
        var over = await at.GiveAsync(at.Front, Other, new TimeWindow(now - TimeSpan.FromHours(1), now + TimeSpan.FromHours(1)));
        await at.House.AskAsync($"update credential set ends_at = now() - interval '1 minute' where credential_id = '{over.Credential.Value}'");

        Assert.Equal(Red, await at.ShowQrAsync(later));
        Assert.Equal("NotYet", await at.ReasonAsync());
        Assert.Equal(Red, await at.ShowQrAsync(over));
        Assert.Equal("Ended", await at.ReasonAsync());
        Assert.Equal(0, at.Openings);
    }

    /// <summary>AZ-5: at once, whether or not the lock has been told.</summary>
    [Fact]
    public async Task AZ_5_A_revoked_one_opens_nothing_from_the_answer_on()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        at.Doors.Break(FrontDoor, new DeviceFaults { Offline = true });

        await at.House.RevokeAsync(passcode);

        Assert.Equal(Red, await at.ShowQrAsync(passcode));
        Assert.Equal("Ended", await at.ReasonAsync());
        Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, Pin));
    }

    /// <summary>AZ-3.</summary>
    [Fact]
    public async Task AZ_3_A_qr_of_another_tenant_is_one_that_never_was()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        var request = new TenantRequest("Others", "Europe/Berlin", "other@example.com", "Other", "a long and quiet password");
        var other = (await at.House.First.Get<CreateTenant>().RunAsync(Caller.Server(), request, Cancel)).Value.Tenant;
        await at.House.AskAsync(
            $"""
            insert into credential (tenant_id, credential_id, kind, token_hash, created_at, updated_at)
            select '{other.Value}', gen_random_uuid(), 1, token_hash, created_at, updated_at from credential where credential_id = '{passcode.Credential.Value}';
            update credential set token_hash = null where credential_id = '{passcode.Credential.Value}';
            """
        );

        Assert.Equal(Red, await at.ShowQrAsync(passcode));
        Assert.Equal("NotFound", await at.ReasonAsync());
    }

    [Fact]
    public async Task A_frozen_lock_opens_for_no_qr()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        Assert.Null((await at.House.First.Get<FreezeLock>().RunAsync(at.House.Desk, at.Front, true, Cancel)).Error);

        Assert.Equal(Red, await at.ShowQrAsync(passcode));
        Assert.Equal("Frozen", await at.ReasonAsync());
        Assert.Equal(0, at.Openings);
    }

    [Fact]
    public async Task Shown_again_while_the_door_is_open_it_is_one_more_act_and_the_door_stays_open()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);

        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(Green, await at.ShowQrAsync(passcode));

        Assert.Equal(Domain.Locks.BoltState.Unlocked, at.Doors.Do(new WorldControl.Look(FrontDoor)).Bolt);
        Assert.Equal("4", await at.House.AskAsync("select count(*) from audit_event where kind = 4"));
    }

    /// <summary>DV-7: held in front of the reader, it is read again and again.</summary>
    [Fact]
    public async Task DV_7_What_is_held_in_front_of_a_reader_that_still_waits_is_asked_once()
    {
        await using var at = await Entrance.BuildAsync(answerWithin: TimeSpan.FromSeconds(20));
        var passcode = await at.GiveAsync(at.Front, Pin);
        // Else the code's own way to the keypad is what is held.
        await at.House.UntilReadBackAsync(passcode);
        at.Doors.Break(FrontDoor, new DeviceFaults { Holds = true });
        for (var times = 0; times < 20; times++)
        {
            at.Show(CredentialKind.QrCode, passcode.Token!.QrText);
        }

        // Told after them, on the same line.
        at.Doors.Do(new WorldControl.RemoveCover(Reader));
        await Poll.UntilAsync(async () => await at.House.AskAsync($"select count(*) from audit_event where kind = {(int)AuditKind.Tampered}") == "1");
        await Poll.UntilAsync(() => at.Doors.Do(new WorldControl.Look(FrontDoor)).Motions.Unlock.Received == 1);
        at.Doors.Mend(FrontDoor);
        await Poll.UntilAsync(async () =>
            await at.ToldAsync() == Of((AuditStage.Asked, AuditOutcome.Allowed), (AuditStage.Ended, AuditOutcome.Done))
        );

        Assert.Equal(1, at.Openings);
    }

    /// <summary>RL-2.</summary>
    [Fact]
    public async Task RL_2_After_five_wrong_codes_digits_are_not_heard_on_any_node_and_a_qr_still_opens()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        for (var wrong = 0; wrong < 5; wrong++)
        {
            Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, string.Create(CultureInfo.InvariantCulture, $"90{wrong}417")));
            Assert.Equal("NotFound", await at.ReasonAsync());
        }

        Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, Pin));
        Assert.Equal("TooManyAttempts", await at.ReasonAsync());
        Assert.Equal("1", await at.House.AskAsync($"select count(*) from audit_event where kind = {(int)AuditKind.WrongCodeBurst}"));
        Assert.Equal(Green, await at.ShowQrAsync(passcode));

        await at.House.AskAsync("update throttle set blocked_until = blocked_until - interval '15 minutes' where kind in (3, 4)");
        Assert.Equal(Green, await at.ShowAsync(CredentialKind.Passcode, Pin));
    }

    /// <summary>RL-2: who has been a guest guesses nothing, so a code before its time locks nobody out.</summary>
    [Fact]
    public async Task RL_2_A_code_of_the_door_that_does_not_hold_now_is_no_wrong_one()
    {
        await using var at = await Entrance.BuildAsync();
        var now = at.House.Clock.GetUtcNow();
        await at.GiveAsync(at.Front, Pin, new TimeWindow(now + TimeSpan.FromHours(1), null));

        Assert.Equal(Red, await at.ShowAsync(CredentialKind.Passcode, Pin));

        Assert.Equal("0", await at.House.AskAsync("select count(*) from throttle where kind in (3, 4)"));
    }

    [Fact]
    public async Task What_was_shown_more_than_ten_seconds_ago_opens_nothing()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);

        Assert.Equal(Red, await at.ShowAsync(CredentialKind.QrCode, passcode.Token!.QrText, keptFor: TimeSpan.FromSeconds(11)));

        Assert.Equal("NotSentInTime", await at.ReasonAsync());
        Assert.Equal(0, at.Openings);
    }

    [Fact]
    public async Task A_reader_whose_clock_is_slow_opens_the_door_as_any_other()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        at.House.Clock.Forward(TimeSpan.FromMinutes(3));

        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(1, at.Openings);
    }

    [Fact]
    public async Task While_the_line_to_the_door_is_down_nothing_is_kept_for_later()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        at.Doors.Do(new WorldControl.SetLink(false));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select is_online from link") == "False");

        at.Show(CredentialKind.QrCode, passcode.Token!.QrText);
        at.Doors.Do(new WorldControl.SetLink(true));
        await Poll.UntilAsync(async () => await at.House.AskAsync("select is_online from link") == "True");

        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(1, at.Openings);
    }

    /// <summary>Design, "Leases": only the holder of the link decides.</summary>
    [Fact]
    public async Task On_two_nodes_it_opens_once()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        var second = at.House.AddNode("second");
        await second.StartAsync();

        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(1, at.Openings);

        await at.House.StopAsync(at.House.First);
        await Poll.UntilAsync(async () =>
            await at.House.AskAsync($"select count(*) from link_lease where node_id = '{second.Get<FleetNode>().Node.Value}'") == "1"
        );
        await Poll.UntilAsync(async () => await at.House.AskAsync("select is_online from link") == "True");
        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        Assert.Equal(2, at.Openings);
    }

    /// <summary>An old holder that has not noticed hears the same as the new one.</summary>
    [Fact]
    public async Task What_is_heard_under_an_old_lease_opens_nothing()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        Assert.Equal(Green, await at.ShowQrAsync(passcode));
        await at.House.AskAsync("update link_lease set epoch = epoch + 1");

        at.Show(CredentialKind.QrCode, passcode.Token!.QrText);
        await Poll.UntilAsync(async () => await at.ReasonAsync() == "Conflict");

        Assert.Equal(1, at.Openings);
    }

    [Fact]
    public async Task A_reader_opens_the_door_where_it_stands_now_and_none_where_it_stands_nowhere()
    {
        await using var at = await Entrance.BuildAsync(placed: false);
        var front = await at.GiveAsync(at.Front, Pin);
        var back = await at.GiveAsync(at.Back, Other);

        Assert.Equal(Red, await at.ShowQrAsync(front));
        Assert.Equal("NoLink", await at.ReasonAsync());

        Assert.Null(await at.PlaceAsync(at.Front));
        Assert.Equal(Green, await at.ShowQrAsync(front));

        Assert.Null(await at.PlaceAsync(at.Back));
        Assert.Equal(Red, await at.ShowQrAsync(front));
        Assert.Equal(Green, await at.ShowQrAsync(back));
        Assert.Equal((1, 1), (at.Openings, at.Opened(BackGate)));
    }

    [Fact]
    public async Task A_door_that_does_not_open_shows_no_green()
    {
        await using var at = await Entrance.BuildAsync();
        var passcode = await at.GiveAsync(at.Front, Pin);
        at.Doors.Break(FrontDoor, new DeviceFaults { JamNext = true });

        Assert.Equal(Red, await at.ShowQrAsync(passcode));

        Assert.Equal(Of((AuditStage.Asked, AuditOutcome.Allowed), (AuditStage.Ended, AuditOutcome.Failed)), await at.ToldAsync());
        Assert.Equal("0", await at.House.AskAsync("select count(*) from enrollment where shown_at is not null"));
    }
}
