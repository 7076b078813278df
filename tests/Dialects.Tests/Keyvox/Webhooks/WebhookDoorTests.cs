using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox.Webhooks;

/// <summary>From a door that moves to a receiver of the KEYVOX wire: what is told, to whom, and what happens when nobody takes it (10).</summary>
public sealed class WebhookDoorTests : IAsyncLifetime
{
    private const string FrontDoor = "Front door";
    private const string FrontDoorAddress = "front-door";
    private const string Digits = "730519";

    private WebhookStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await WebhookStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_remote_unlock_is_told_once()
    {
        await stage.AddAsync("keyvox-locks");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.MoveAsync("Office", "lock");
        await stage.DrainAsync();

        var told = stage.Receiver.Received.Select(got => JsonNode.Parse(got.Text)!).ToList();
        Assert.Equal(["lock.unlocked", "lock.locked"], told.Select(one => (string)one["event"]!));
        var data = told[0]["data"]!;
        Assert.Equal(
            (FrontDoor, "9", "API", ""),
            ((string)data["deviceName"]!, (string)data["etype"]!, (string)data["userName"]!, (string)data["pinId"]!)
        );
        Assert.Matches("^[0-9A-Z]{16}$", (string)data["deviceId"]!);
        Assert.Matches("^[0-9a-f]{24}$", (string)data["orgId"]!);
        Assert.Matches("^[0-9a-f]{24}$", (string)data["placeId"]!);
        Assert.Equal("lock.unlocked", stage.Receiver.Received[0].Headers["X-Keyvox-Event"]);
    }

    /// <summary>WH-1: the headers of Standard Webhooks stay beside the wire's own.</summary>
    [Fact]
    public async Task Both_signatures_hold_for_the_secret_that_was_given()
    {
        var secret = "a-secret-of-the-owner";
        await stage.AddAsync("keyvox-text", $",\"secret\":\"{secret}\"");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();

        var got = Assert.Single(stage.Receiver.Received);
        var known = WebhookSecret.OfText(secret)!.Value;
        Assert.Equal($"sha256={Convert.ToHexStringLower(known.Sign(got.Body))}", got.Headers["X-Keyvox-Signature"]);
        var timestamp = long.Parse(got.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(known.SignStandard(got.Id, timestamp, got.Body), got.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task A_code_is_told_when_it_is_on_its_lock_and_when_it_opens_it()
    {
        await stage.AddAsync("keyvox-locks");
        await AddPasscodeAsync();
        stage.Server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Passcode, Digits));
        await EventAsync(AuditKind.BoltMoved);
        await stage.DrainAsync();

        var told = stage.Receiver.Received.Select(got => JsonNode.Parse(got.Text)!).ToList();
        Assert.Equal(["lock.pin_delivered", "lock.unlocked"], told.Select(one => (string)one["event"]!));
        Assert.Equal(("1", "Guest"), ((string)told[1]["data"]!["etype"]!, (string)told[1]["data"]!["userName"]!));
        Assert.DoesNotContain(stage.Receiver.Received, got => got.Text.Contains(Digits, StringComparison.Ordinal));
    }

    /// <summary>Evidence that goes and comes back is no news to a guest.</summary>
    [Fact]
    public async Task A_code_that_is_proven_again_is_told_once()
    {
        await stage.AddAsync("keyvox-locks");
        await AddPasscodeAsync();
        await stage.DrainAsync();
        var credential = await stage.OneAsync<Guid>("select credential_id from credential limit 1");
        var door = await stage.OneAsync<Guid>("select lock_id from enrollment limit 1");
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await stage.TellAsync(
            Told(AuditKind.CredentialProven) with
            {
                Lock = door,
                Credential = credential,
                Shown = CredentialKind.Passcode,
                Evidence = EvidenceRung.ReadBack,
            }
        );
        await stage.DrainAsync();

        Assert.Equal("lock.pin_delivered", (string)JsonNode.Parse(Assert.Single(stage.Receiver.Received).Text)!["event"]!);
    }

    [Fact]
    public async Task A_map_is_told_of_its_devices_its_action_and_its_ways_of_opening_alone()
    {
        var office = await stage.LockAsync("Office");
        await stage.AddAsync("keyvox-locks", $$""","devices":["{{office}}"],"events":["lock.unlocked"],"methods":[9]""");
        foreach (var name in new[] { FrontDoor, "Office" })
        {
            await stage.MoveAsync(name, "unlock");
            await stage.MoveAsync(name, "lock");
        }

        await stage.TellAsync(
            Told(AuditKind.BoltMoved) with
            {
                Lock = await stage.OneAsync<Guid>("select lock_id from smart_lock where name = 'Office' limit 1"),
                Cause = MotionCause.Manual,
                Bolt = BoltState.Unlocked,
            }
        );
        var told = await stage.OnlyAsync();

        Assert.Equal(("lock.unlocked", "Office"), ((string)told["event"]!, (string)told["data"]!["deviceName"]!));
    }

    [Fact]
    public async Task A_lost_link_is_told_for_each_lock_behind_it_after_five_minutes_unless_it_is_back()
    {
        await stage.AddAsync("keyvox-locks", ""","events":["lock.offline"]""");
        stage.Server.Doors.Control(new WorldControl.SetLink(false));
        await EventAsync(AuditKind.LinkOffline);
        await stage.DrainAsync();
        Assert.Empty(stage.Receiver.Received);

        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        await stage.DrainAsync();

        var names = stage.Receiver.Received.Select(got => (string)JsonNode.Parse(got.Text)!["data"]!["deviceName"]!);
        Assert.Equal(["Back gate", FrontDoor, "Office"], names.Order(StringComparer.Ordinal));
    }

    /// <summary>10: after 1, 2 and 4 minutes, then parked; every attempt is logged. 4xx, 5xx and redirects are failures alike.</summary>
    [Theory]
    [InlineData(ReceiverAct.Status500, "notAccepted", 500)]
    [InlineData(ReceiverAct.Redirect, "notAccepted", 301)]
    [InlineData(ReceiverAct.Hang, "timedOut", null)]
    [InlineData(ReceiverAct.Close, "broken", null)]
    public async Task A_delivery_is_tried_again_after_one_two_and_four_minutes_and_then_parked(ReceiverAct act, string failure, int? status)
    {
        stage.Server.Services.GetRequiredService<WebhookOptions>().AnswerWithin = TimeSpan.FromMilliseconds(act == ReceiverAct.Hang ? 200 : 15_000);
        stage.Receiver.Behave = () => act;
        var id = await stage.AddAsync("keyvox-locks");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();
        foreach (var minutes in new[] { 1, 2, 4 })
        {
            var before = stage.Receiver.Received.Count;
            stage.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await stage.DrainAsync();
            Assert.Equal(before, stage.Receiver.Received.Count);
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            await stage.DrainAsync();
        }

        stage.Clock.Advance(TimeSpan.FromHours(1));
        await stage.DrainAsync();
        Assert.Equal(4, stage.Receiver.Received.Count);
        Assert.Single(stage.Receiver.Received.Select(got => got.Id).Distinct());
        var attempts = (await stage.CallAsync("GET", $"webhooks/{id}/attempts"))["items"]!.AsArray();
        Assert.Equal([4, 3, 2, 1], attempts.Select(one => (int)one!["number"]!));
        Assert.All(
            attempts,
            one =>
                Assert.Equal(
                    ("lock.unlocked", "parked", failure, status),
                    ((string)one!["event"]!, (string)one["state"]!, (string)one["failure"]!, (int?)one["status"])
                )
        );

        stage.Receiver.Behave = () => ReceiverAct.NoContent;
        Assert.Equal(1, (int)(await stage.CallAsync("POST", $"webhooks/{id}/replay"))["replayed"]!);
        await stage.DrainAsync();
        Assert.Equal(5, stage.Receiver.Received.Count);
        Assert.Equal(0, (int)(await stage.CallAsync("GET", "webhooks"))["items"]![0]!["parked"]!);
    }

    [Fact]
    public async Task What_happens_at_several_doors_arrives_at_a_target_in_its_order()
    {
        stage.Receiver.Behave = () => ReceiverAct.Status500;
        await stage.AddAsync("keyvox-locks", ""","events":["lock.unlocked","lock.locked"]""");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.MoveAsync("Office", "unlock");
        await stage.MoveAsync(FrontDoor, "lock");
        await stage.DrainAsync();
        Assert.Single(stage.Receiver.Received);

        stage.Receiver.Behave = () => ReceiverAct.Ok;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await stage.DrainAsync();

        var told = stage.Receiver.Received.Select(got => JsonNode.Parse(got.Text)!).Select(one => $"{one["event"]} {one["data"]!["deviceName"]}");
        Assert.Equal(["lock.unlocked Front door", "lock.unlocked Front door", "lock.unlocked Office", "lock.locked Front door"], told);
    }

    /// <summary>AU-1: "asked" is never told, and an end that came late only where the lock has not told itself.</summary>
    [Fact]
    public async Task A_late_answer_is_told_unless_the_lock_has_told_of_the_motion_meanwhile()
    {
        await stage.AddAsync("keyvox-locks");
        var door = await stage.OneAsync<Guid>("select lock_id from smart_lock where name = 'Office' limit 1");
        await LateAsync(door, reports: false);
        await LateAsync(door, reports: true);
        await stage.DrainAsync();

        Assert.Equal(2, stage.Receiver.Received.Count);
    }

    [Fact]
    public async Task A_test_is_sent_and_not_counted_and_a_map_that_is_switched_off_is_told_nothing()
    {
        var id = await stage.AddAsync("keyvox-text", ",\"isEnabled\":false");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();
        Assert.Empty(stage.Receiver.Received);

        Assert.True((bool)(await stage.CallAsync("POST", $"webhooks/{id}/test"))["delivered"]!);
        await stage.CallAsync("POST", $"webhooks/{id}/test", expected: 429);
        Assert.Equal("webhook.test", Assert.Single(stage.Receiver.Received).Headers["X-Keyvox-Event"]);

        await stage.CallAsync("PUT", $"webhooks/{id}", $$"""{"name":"On","format":"keyvox-text","url":"{{stage.Receiver.Url}}"}""");
        await stage.DrainAsync();
        Assert.Equal(2, stage.Receiver.Received.Count);
        await stage.CallAsync("DELETE", $"webhooks/{id}");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();
        Assert.Equal(2, stage.Receiver.Received.Count);
    }

    private async Task LateAsync(Guid door, bool reports)
    {
        var operation = Told(AuditKind.Unlock) with
        {
            Operation = Guid.CreateVersion7(stage.Clock.GetUtcNow()),
            Lock = door,
            Stage = AuditStage.Ended,
            Outcome = AuditOutcome.Unknown,
        };
        await stage.TellAsync(operation);
        if (reports)
        {
            await stage.TellAsync(Told(AuditKind.BoltMoved) with { Lock = door, Cause = MotionCause.Remote, Bolt = BoltState.Unlocked });
        }

        await stage.TellAsync(operation with { Stage = AuditStage.Corrected, Outcome = AuditOutcome.Done });
    }

    private static AuditEvent Told(AuditKind kind) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Reported,
            Operation = Guid.Empty,
        };

    private Task EventAsync(AuditKind kind) =>
        Poll.UntilAsync(async () => await stage.OneAsync<long>($"select count(*) from audit_event where kind = {(int)kind}") > 0);

    private async Task AddPasscodeAsync()
    {
        var by = Caller.Server(stage.Tenant);
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockUuid, await stage.LockAsync(FrontDoor))],
            Digits = PinDigits.Parse(Digits).Value,
            Name = "Guest",
        };
        var made = await stage.Server.Services.GetRequiredService<CreatePasscode>().RunAsync(by, request, CancellationToken.None);
        Assert.Null(made.Error);
        await EventAsync(AuditKind.CredentialProven);
    }
}
