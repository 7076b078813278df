using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Readers;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Lockers;

/// <summary>Boxes of a simulated cabinet that really open, light up, and tell.</summary>
public sealed class BoxOperationTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task A_box_opens_from_afar_with_two_records_and_its_door_is_known_to_be_open()
    {
        await using var at = await LockerHall.BuildAsync();

        Assert.Null((await at.OpenAsync("01-02")).Error);

        Assert.Equal(1, at.Truth("01-02").Openings);
        await at.UntilAsync("01-02", box => box.Door == DoorState.Open);
        Assert.Equal($"{(int)AuditStage.Asked} {(int)AuditStage.Ended}", await at.StagesAsync(AuditKind.OpenBox));
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_cabinet_whose_link_is_down_and_a_stuck_box_is_told_as_jammed()
    {
        await using var at = await LockerHall.BuildAsync();
        at.Break(new DeviceFaults { StuckBox = 2 });
        Assert.Equal(AccessErrorCode.Jammed, (await at.OpenAsync("00-01")).Error?.Code);
        await at.UntilAsync("00-01", box => box is { IsJammed: true, Status: BoxStatus.Broken });

        at.Do(new WorldControl.SetLink(false));
        await Poll.UntilAsync(async () => (await at.OpenAsync("00-00")).Error?.Code == AccessErrorCode.LinkOffline);
        Assert.Equal(0, at.Truth("00-00").Openings);
    }

    /// <summary>DV-7: an answer that is lost leaves it unknown, and nothing is sent again.</summary>
    [Fact]
    public async Task A_box_whose_answer_is_lost_is_unknown_and_was_asked_once()
    {
        await using var at = await LockerHall.BuildAsync();
        at.Break(new DeviceFaults { AckLost = true });

        Assert.Equal(AccessErrorCode.OutcomeUnknown, (await at.OpenAsync("00-00")).Error?.Code);
        Assert.Equal(1, at.Truth("00-00").Openings);
    }

    [Fact]
    public async Task Lights_are_known_when_the_cabinet_shows_them_and_until_they_go_out()
    {
        await using var at = await LockerHall.BuildAsync();
        var light = new BoxLight([Number("00-00"), Number("01-00")], LedColour.Parse("green").Value, Blinks: true, TimeSpan.FromSeconds(30));

        Assert.Null((await at.Get<SetBoxLed>().RunAsync(at.House.Desk, at.Locker, light, Wait, CancellationToken.None)).Error);

        Assert.Equal(("#00FF00", true), (at.Truth("00-00").Led, at.Truth("01-00").Blinks));
        Assert.Equal(("green", true), (await at.LookAsync("01-00") is var box ? (box.Light.ToString(), box.LightBlinks) : default));
        Assert.Equal("off", (await at.LookAsync("00-01")).Light.ToString());
        at.House.Clock.Forward(TimeSpan.FromMinutes(1));
        Assert.Equal("off", (await at.LookAsync("01-00")).Light.ToString());
    }

    [Fact]
    public async Task A_code_that_is_shown_opens_its_box_and_no_other()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("01-00", BoxLeaseKind.Rental);
        var digits = at.House.Canary(lease.Passcode!.Digits!.Value.Reveal()).Reveal();

        var shown = await at.PresentAsync(CredentialKind.Passcode, digits);
        var asQr = await at.PresentAsync(CredentialKind.QrCode, lease.Passcode.Token!.QrText);

        Assert.Equal("01-00", $"{shown.Value.Box}");
        Assert.Null(asQr.Error);
        Assert.Equal((2, 2), (at.Truth("01-00").Openings, at.Openings));
        Assert.Equal(
            "2 2",
            await at.House.AskAsync(
                $"select count(*) || ' ' || count(convert_from(bytes, 'UTF8')::jsonb ->> 'credential') from audit_event where kind = {(int)AuditKind.OpenBox} and stage = 2"
            )
        );
    }

    /// <summary>KR-3, AU-6: the log tells the digits that were typed, within its times; both are recorded once an hour.</summary>
    [Fact]
    public async Task KR_3_The_log_tells_digits_and_it_is_recorded_that_it_did()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("01-00", BoxLeaseKind.Rental);
        var digits = at.House.Canary(lease.Passcode!.Digits!.Value.Reveal()).Reveal();
        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, digits)).Error);
        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, lease.Passcode.Token!.QrText)).Error);
        var openings = new BoxRecordsFilter([AuditKind.OpenBox]) { Size = 10 };
        var by = at.House.Desk with { Home = at.House.Tenant };

        var first = await LogAsync(openings);
        var before = await LogAsync(openings with { Until = at.House.Clock.GetUtcNow().AddHours(-1) });

        Assert.Equal([null, digits], first.Records.Select(told => told.Digits?.Reveal()));
        Assert.Empty(before.Records);
        Assert.Equal(
            "1 1",
            await at.House.AskAsync(
                $"select count(*) filter (where kind = {(int)AuditKind.CredentialRevealed}) || ' ' || count(*) filter (where kind = {(int)AuditKind.HistoryRead}) from audit_event"
            )
        );

        async Task<BoxRecordPage> LogAsync(BoxRecordsFilter filter) =>
            (await at.Get<BoxRecords>().ListAsync(by, at.Locker, filter, CancellationToken.None)).Value;
    }

    /// <summary>The log tells what was typed then, and nothing where nobody knows it any more.</summary>
    [Fact]
    public async Task What_was_typed_before_a_code_changed_is_not_told_with_its_digits_of_today()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("01-00", BoxLeaseKind.Rental);
        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, at.House.Canary(lease.Passcode!.Digits!.Value.Reveal()).Reveal())).Error);
        at.House.Clock.Forward(TimeSpan.FromMinutes(1));
        var changes = new LeaseChanges(PinDigits.Parse("918273").Value, null, null, null);
        var id = new WireId(WireIdKind.KeyvoxCredential, lease.Passcode.KeyvoxId);
        Assert.Null((await at.Get<ChangeLease>().RunAsync(at.House.Desk, id, changes, CancellationToken.None)).Error);
        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, "918273")).Error);

        var by = at.House.Desk with { Home = at.House.Tenant };
        var log = await at.Get<BoxRecords>()
            .ListAsync(by, at.Locker, new BoxRecordsFilter([AuditKind.OpenBox]) { Size = 10 }, CancellationToken.None);

        Assert.Equal(["918273", null], log.Value.Records.Select(told => told.Digits?.Reveal()));
    }

    /// <summary>KR-7: what was typed wrong is nowhere; the house looks for it when it closes.</summary>
    [Fact]
    public async Task A_wrong_code_opens_nothing_and_is_told_without_what_it_was()
    {
        await using var at = await LockerHall.BuildAsync();
        await at.LeaseAsync("01-00", BoxLeaseKind.Rental);

        var wrong = await at.PresentAsync(CredentialKind.Passcode, at.House.Canary("70915348").Reveal());

        Assert.Equal(AccessErrorCode.NotFound, wrong.Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await at.PresentAsync(CredentialKind.Passcode, "no digits")).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await at.PresentAsync(CredentialKind.Card, "zz")).Error?.Code);
        Assert.Equal(0, at.Openings);
        Assert.Equal("0 0 0", await at.StagesAsync(AuditKind.PresentCredential));
    }

    /// <summary>RL-2: five wrong ones at a cabinet in a quarter of an hour; a QR is guessed by nobody, so it goes on.</summary>
    [Fact]
    public async Task RL_2_Five_wrong_codes_close_the_panel_for_a_while()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("01-00", BoxLeaseKind.Rental);
        var digits = at.House.Canary(lease.Passcode!.Digits!.Value.Reveal()).Reveal();
        for (var i = 0; i < 5; i++)
        {
            var (kind, wrong) = i % 2 == 0 ? (CredentialKind.Passcode, $"7091534{i}") : (CredentialKind.Card, $"AABBCC0{i}");
            Assert.Equal(AccessErrorCode.NotFound, (await at.PresentAsync(kind, wrong)).Error?.Code);
        }

        Assert.Equal(AccessErrorCode.TooManyAttempts, (await at.PresentAsync(CredentialKind.Passcode, digits)).Error?.Code);
        Assert.Equal(
            "1",
            await at.House.AskAsync($"select count(*) from audit_event where kind = {(int)AuditKind.WrongCodeBurst} and object_id is not null")
        );
        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, lease.Passcode.Token!.QrText)).Error);

        await at.House.AskAsync("update throttle set blocked_until = blocked_until - interval '15 minutes' where kind in (3, 4)");
        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, digits)).Error);
        Assert.Equal(2, at.Openings);
    }

    /// <summary>RL-2: who types a code that was this cabinet's guesses nothing, as at doors.</summary>
    [Fact]
    public async Task RL_2_A_code_that_is_over_is_no_guess_however_often_its_holder_types_it()
    {
        await using var at = await LockerHall.BuildAsync();
        var (once, other) = (await at.LeaseAsync("00-00", BoxLeaseKind.OneOpening), await at.LeaseAsync("01-00", BoxLeaseKind.Rental));
        var used = at.House.Canary(once.Passcode!.Digits!.Value.Reveal()).Reveal();
        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, used)).Error);

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(AccessErrorCode.Ended, (await at.PresentAsync(CredentialKind.Passcode, used)).Error?.Code);
        }

        Assert.Null((await at.PresentAsync(CredentialKind.Passcode, at.House.Canary(other.Passcode!.Digits!.Value.Reveal()).Reveal())).Error);
        await at.House.AskAsync("update locker_box set gone_at = now() where number = '01-00'");
        Assert.Equal(AccessErrorCode.Ended, (await at.PresentAsync(CredentialKind.QrCode, other.Passcode.Token!.QrText)).Error?.Code);
        Assert.Equal((1, 1), (at.Truth("00-00").Openings, at.Truth("01-00").Openings));
    }

    /// <summary>It is decided as it is when its turn has come: others may have kept it waiting.</summary>
    [Theory]
    [InlineData(20, AccessErrorCode.Ended)]
    [InlineData(0, AccessErrorCode.NotSentInTime)]
    public async Task What_waited_for_its_turn_opens_nothing_once_its_time_is_over_or_nobody_stands_there(int heardIn, AccessErrorCode refusal)
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("00-00", BoxLeaseKind.Rental, lasting: TimeSpan.FromSeconds(20));
        Task<Outcome<Presented>> shown;
        await using (await at.House.HoldChainAsync())
        {
            shown = at.PresentAsync(CredentialKind.QrCode, lease.Passcode!.Token!.QrText, TimeSpan.FromSeconds(heardIn));
            await Poll.UntilAsync(async () =>
                await at.House.AskAsync(
                    "select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%audit_chain%'"
                ) == "True"
            );
            at.House.Clock.Forward(TimeSpan.FromSeconds(21));
        }

        Assert.Equal(refusal, (await shown).Error?.Code);
        Assert.Equal(0, at.Openings);
    }

    [Fact]
    public async Task What_another_node_should_have_heard_or_another_cabinet_was_shown_opens_nothing()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("00-00", BoxLeaseKind.Rental);
        var token = lease.Passcode!.Token!.QrText;

        Assert.Equal(AccessErrorCode.Conflict, (await at.PresentAsync(CredentialKind.QrCode, token, epoch: 0)).Error?.Code);
        await at.House.AskAsync("update locker set device_id = null");
        Assert.Equal(AccessErrorCode.NoLink, (await at.PresentAsync(CredentialKind.QrCode, token)).Error?.Code);

        Assert.Equal(0, at.Openings);
        Assert.Equal("0 0", await at.StagesAsync(AuditKind.PresentCredential));
    }

    [Fact]
    public async Task Shown_in_the_second_in_which_the_one_before_ends_it_opens_and_that_one_is_over()
    {
        await using var at = await LockerHall.BuildAsync();
        await at.LeaseAsync("00-00", BoxLeaseKind.Rental);
        var next = await at.LeaseAsync("00-00", BoxLeaseKind.Rental, after: TimeSpan.FromHours(1));
        at.House.Clock.Forward(TimeSpan.FromHours(1));

        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, next.Passcode!.Token!.QrText)).Error);
        await at.Get<LeaseClock>().RunAsync(CancellationToken.None);

        Assert.Equal("4 2", await at.House.AskAsync("select string_agg(stage::text, ' ' order by starts_at) from box_lease"));
        Assert.Equal(BoxStatus.InUse, (await at.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task One_opening_opens_once_however_often_it_is_shown_at_the_same_time()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("00-00", BoxLeaseKind.OneOpening);

        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => at.PresentAsync(CredentialKind.QrCode, lease.Passcode!.Token!.QrText)));

        Assert.Single(shown, one => one.Error is null);
        Assert.Equal(1, at.Truth("00-00").Openings);
        Assert.Equal(BoxStatus.Free, (await at.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task An_opening_that_the_cabinet_refused_is_not_the_one()
    {
        await using var at = await LockerHall.BuildAsync();
        var lease = await at.LeaseAsync("00-00", BoxLeaseKind.OneOpening);
        at.Break(new DeviceFaults { RefuseNext = true });

        Assert.Equal(AccessErrorCode.DeviceRefused, (await at.PresentAsync(CredentialKind.QrCode, lease.Passcode!.Token!.QrText)).Error?.Code);
        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, lease.Passcode.Token.QrText)).Error);
        Assert.Equal(1, at.Truth("00-00").Openings);
    }

    [Fact]
    public async Task A_card_a_revoked_code_and_a_broken_box_are_decided_at_the_panel()
    {
        await using var at = await LockerHall.BuildAsync();
        var card = CardNumber.Parse("1122334455").Value;
        var lease = await at.LeaseAsync("00-00", BoxLeaseKind.Rental, card);

        Assert.Null((await at.PresentAsync(CredentialKind.Card, Convert.ToHexString(card.ToBytes()))).Error);
        await at.Get<SetBoxStatus>().RunAsync(at.House.Desk, at.Name("00-00"), BoxStatus.Broken, CancellationToken.None);
        Assert.Equal(AccessErrorCode.Conflict, (await at.PresentAsync(CredentialKind.Card, Convert.ToHexString(card.ToBytes()))).Error?.Code);
        await at.Get<EndLease>().RunAsync(at.House.Desk, new WireId(WireIdKind.BoxLeaseUuid, lease.Uuid), CancellationToken.None);
        Assert.Equal(AccessErrorCode.Ended, (await at.PresentAsync(CredentialKind.QrCode, lease.Passcode!.Token!.QrText)).Error?.Code);
        Assert.Equal(1, at.Openings);
    }

    [Fact]
    public async Task A_parcel_is_put_in_once_and_taken_out_by_who_follows()
    {
        await using var at = await LockerHall.BuildAsync();
        var deposit = await at.LeaseAsync("00-02", BoxLeaseKind.Deposit);
        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, deposit.Passcode!.Token!.QrText)).Error);
        at.Fill("00-02", BoxContent.Full);
        at.Shut("00-02");
        await at.UntilAsync("00-02", box => box is { Inside: BoxContent.Full, Door: DoorState.Closed });
        await at.Get<LeaseClock>().RunAsync(CancellationToken.None);
        Assert.NotNull((await at.PresentAsync(CredentialKind.QrCode, deposit.Passcode.Token.QrText)).Error);

        var pickUp = await at.LeaseAsync("00-02", BoxLeaseKind.PickUp);
        Assert.Null((await at.PresentAsync(CredentialKind.QrCode, pickUp.Passcode!.Token!.QrText)).Error);
        at.Fill("00-02", BoxContent.Empty);
        at.Shut("00-02");
        await at.UntilAsync("00-02", box => box is { Inside: BoxContent.Empty, Door: DoorState.Closed });
        await at.Get<LeaseClock>().RunAsync(CancellationToken.None);

        Assert.Equal(BoxStatus.Free, (await at.LookAsync("00-02")).Status);
        Assert.NotNull((await at.PresentAsync(CredentialKind.QrCode, pickUp.Passcode.Token.QrText)).Error);
        Assert.Equal(2, at.Truth("00-02").Openings);
    }

    private static BoxNumber Number(string text) => BoxNumber.Parse(text).Value;
}
