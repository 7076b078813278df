using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Sifely.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Latchwork.Dialects.Tests.Sifely.Webhooks;

/// <summary>12.2 … 12.4.</summary>
public sealed class SifelyWebhooksTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1680810186000);
    private static readonly WebhookLock Door = new(7252408, "Front door — café", "16:72:4C:CC:01:C4", true, false, "Gateway");
    private static readonly WebhookLock Office = Door with { HasOwnNetwork = true, Network = "Office & co" };

    private static readonly Dictionary<string, WebhookContent> Contents = new(StringComparer.Ordinal)
    {
        ["card"] = Records(Told(Shown(CredentialKind.Card)) with { Code = "1723612378", CredentialName = "Jonas", Battery = 93 }),
        ["unlock"] = Records(Told(new EventFacts(AuditKind.Unlock, AuditOutcome.Done)) with { UserName = "desk@example.com" }),
        ["wrong-code"] = Records(
            Told(new EventFacts(AuditKind.CredentialRefused, AuditOutcome.Reported, Shown: CredentialKind.Passcode)) with
            {
                Code = "123456",
            }
        ),
        ["two-records"] = Records(
            Told(new EventFacts(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Automatic, Bolt: BoltState.Locked)),
            Told(new EventFacts(AuditKind.DoorMoved, AuditOutcome.Reported, Door: DoorState.Closed))
        ),
        ["gateway-off"] = new()
        {
            Topic = SifelyWebhooks.GatewayReach,
            IsForm = false,
            Account = "owner@example.com",
            Lock = Door,
            Gateway = new WebhookGateway(4711, "Hall", "02:00:00:00:00:01", true),
            Events = [Told(new EventFacts(AuditKind.LinkOffline, AuditOutcome.Reported))],
        },
        ["lock-off"] = Reach(AuditKind.DeviceOffline, Office with { IsOnline = false }),
        ["lock-on"] = Reach(AuditKind.DeviceOnline, Office),
    };

    public static TheoryData<string> Names => [.. Contents.Keys];

    private static SifelyWebhooks Format { get; } = new();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_is_as_approved_in_both_forms(string name)
    {
        var json = Format.Write(Contents[name])!.Value;
        var form = Format.Write(Contents[name] with { IsForm = true })!.Value;

        Assert.Equal(("application/json;charset=UTF-8", "application/x-www-form-urlencoded"), (json.ContentType, form.ContentType));
        Approved.Check($"sifely/webhooks/{name}.json", Encoding.UTF8.GetString(json.Bytes));
        Approved.Check($"sifely/webhooks/{name}.form", Encoding.UTF8.GetString(form.Bytes));
    }

    /// <summary>Section 21.</summary>
    [Theory]
    [InlineData("card")]
    [InlineData("two-records")]
    public void The_record_string_parses_as_an_array_and_the_form_has_the_same_five_names(string name)
    {
        var json = JsonNode.Parse(Format.Write(Contents[name])!.Value.Bytes)!.AsObject();
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Format.Write(Contents[name] with { IsForm = true })!.Value.Bytes));

        string[] names = ["notifyType", "lockId", "lockMac", "admin", "records"];
        Assert.Equal(names, json.Select(member => member.Key));
        Assert.Equal(names.Order(), form.Keys.Order());
        Assert.All(names, member => Assert.Equal((string?)json[member], form[member].Single()));
        var records = JsonNode.Parse((string)json["records"]!)!.AsArray();
        Assert.Equal(Contents[name].Events.Count, records.Count);
        Assert.All(records, record => Assert.Equal(7252408, (int)record!["lockId"]!));
    }

    /// <summary>WH-5: not even what the server knows by chance.</summary>
    [Fact]
    public void A_refused_code_is_null()
    {
        var records = JsonNode.Parse((string)JsonNode.Parse(Format.Write(Contents["wrong-code"])!.Value.Bytes)!["records"]!)!;
        Assert.True(records[0]!.AsObject().ContainsKey("keyboardPwd"));
        Assert.Null(records[0]!["keyboardPwd"]);
        Assert.Equal((4, 0), ((int)records[0]!["recordType"]!, (int)records[0]!["success"]!));
    }

    /// <summary>12.2, by a computation of our own.</summary>
    [Fact]
    public void The_wires_own_signature_is_over_timestamp_and_body_with_the_secret_as_it_is_written()
    {
        var secret = WebhookSecret.OfText("correct-horse-battery")!.Value;
        var headers = Format.Headers(new WebhookStamp("msg_1", 1680810186, "{}"u8.ToArray(), secret)).ToDictionary(h => h.Name, h => h.Value);

        var hmac = HMACSHA256.HashData("correct-horse-battery"u8, "1680810186.{}"u8);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(hmac), headers["X-Webhook-Signature"]);
        Assert.Equal(("msg_1", "1680810186"), (headers["X-Webhook-Id"], headers["X-Webhook-Timestamp"]));
    }

    [Fact]
    public void A_lock_of_its_own_network_that_came_back_was_not_gone_and_one_behind_a_gateway_has_no_reach_of_its_own()
    {
        Assert.Null(Format.Write(Reach(AuditKind.DeviceOffline, Office)));
        Assert.Null(Format.Write(Reach(AuditKind.DeviceOffline, Door with { IsOnline = false })));
    }

    /// <summary>An event that a history shows is told, and no other (AU-1).</summary>
    [Fact]
    public void Records_are_what_histories_show()
    {
        var records = Format.Topics.Single(topic => topic.Number == SifelyWebhooks.LockRecords);
        Assert.Equal(TimeSpan.Zero, records.DelayOf(Shown(CredentialKind.Card)));
        Assert.Null(records.DelayOf(new EventFacts(AuditKind.Unlock, AuditOutcome.Refused)));
        Assert.Null(records.DelayOf(new EventFacts(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Remote, Bolt: BoltState.Locked)));
        Assert.Null(records.DelayOf(new EventFacts(AuditKind.CredentialRevealed, AuditOutcome.Done)));
    }

    private static WebhookContent Records(params WebhookEvent[] events) =>
        new()
        {
            Topic = SifelyWebhooks.LockRecords,
            IsForm = false,
            Account = "owner@example.com",
            Lock = Door,
            Events = events,
        };

    private static WebhookContent Reach(AuditKind kind, WebhookLock door) =>
        Records(Told(new EventFacts(kind, AuditOutcome.Reported))) with
        {
            Topic = SifelyWebhooks.LockReach,
            Lock = door,
        };

    private static EventFacts Shown(CredentialKind kind) =>
        new(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Credential, kind, BoltState.Unlocked);

    private static WebhookEvent Told(EventFacts facts) => new(facts, At, At.AddSeconds(1), null, null, null, null);
}
