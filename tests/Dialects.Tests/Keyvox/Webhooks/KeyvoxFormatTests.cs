using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Keyvox.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Happenings;

namespace Latchwork.Dialects.Tests.Keyvox.Webhooks;

/// <summary>keyvox.md 10: bodies byte for byte, and what receivers of the field make of them.</summary>
public sealed class KeyvoxFormatTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1767225600);
    private static readonly EventFacts Remote = new(AuditKind.Unlock, AuditOutcome.Done);

    private static readonly Dictionary<string, (short Topic, Happening Happening)> Told = new(StringComparer.Ordinal)
    {
        ["remote-unlock"] = (KeyvoxEvents.Unlocked, Happened(Remote) with { Person = new("", "API") }),
        ["pin"] = (
            KeyvoxEvents.Unlocked,
            Happened(Shown(CredentialKind.Passcode)) with
            {
                Person = new("", "宿泊者"),
                CredentialId = "6051caf90d26a97c6aa1ca48",
            }
        ),
        ["reader"] = (
            KeyvoxEvents.Unlocked,
            Happened(new(AuditKind.PresentCredential, AuditOutcome.Done, Shown: CredentialKind.QrCode)) with
            {
                Person = new("", "宿泊者"),
                Device = new("QRZEURCMC2FWQ9OI", "BCL-QR1#内側"),
            }
        ),
        ["thumb-turn"] = (KeyvoxEvents.Locked, Happened(new(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Manual, Bolt: BoltState.Locked))),
        ["by-itself"] = (
            KeyvoxEvents.Locked,
            Happened(new(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Automatic, Bolt: BoltState.Locked))
        ),
        ["box"] = (
            KeyvoxEvents.Unlocked,
            Happened(new(AuditKind.OpenBox, AuditOutcome.Done, Shown: CredentialKind.Card)) with
            {
                Device = new("F822AABBCCDDEEFF", "Locker A"),
                BoxNumber = "00-01",
            }
        ),
        ["pin-delivered"] = (
            KeyvoxEvents.PinDelivered,
            Happened(new(AuditKind.CredentialProven, AuditOutcome.Reported, Shown: CredentialKind.Passcode)) with
            {
                Person = new("", "宿泊者"),
                CredentialId = "6051caf90d26a97c6aa1ca48",
                Evidence = EvidenceRung.Acknowledged,
            }
        ),
        ["offline"] = (KeyvoxEvents.Offline, Happened(new(AuditKind.LinkOffline, AuditOutcome.Reported)) with { IsOnline = false }),
        ["names-that-hurt"] = (
            KeyvoxEvents.Unlocked,
            Happened(Remote) with
            {
                Person = new("", "a:b*c\n*アクション:* 解錠"),
                Unit = new("u", "<!channel> & \"9\""),
            }
        ),
    };

    private static readonly Dictionary<string, (short Topic, AuditKind Kind)> Bookings = new(StringComparer.Ordinal)
    {
        ["created"] = (KeyvoxEvents.BookingCreated, AuditKind.ReservationBooked),
        ["checked-in"] = (KeyvoxEvents.BookingCheckedIn, AuditKind.CheckedIn),
    };

    public static TheoryData<string> Names => [.. Told.Keys];

    public static TheoryData<string> BookingNames => [.. Bookings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lock_event_is_as_approved_in_all_three_formats(string name)
    {
        Check($"keyvox/webhooks/{name}.text.json", new LockText(), Told[name]);
        Check($"keyvox/webhooks/{name}.json", new LockJson(), Told[name]);
        Check($"keyvox/webhooks/{name}.hook.json", new HookJson(), Told[name]);
    }

    [Theory]
    [MemberData(nameof(BookingNames))]
    public void A_booking_event_is_as_approved(string name)
    {
        var (topic, kind) = Bookings[name];
        var told = (topic, Happened(new(kind, AuditOutcome.Done)) with { Stay = Stay });

        Check($"keyvox/webhooks/booking-{name}.json", new BookingJson(), told);
        Check($"keyvox/webhooks/booking-{name}.hook.json", new HookJson(), told);
    }

    /// <summary>
    /// 15, family 10: it splits the text on line feeds and reads the first, third and fifth, of each what stands between the first and the second colon, less one star.
    /// </summary>
    [Fact]
    public void The_exit_door_script_reads_user_action_and_device()
    {
        var lines = Text("reader").Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal(("宿泊者", "クラウド連携", "BCL-QR1#内側"), (Read(lines[0]), Read(lines[2]), Read(lines[4])));
        Assert.Equal("解錠", Read(Text("remote-unlock").Split('\n')[2]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_value_of_a_text_has_a_colon_or_what_a_chat_would_follow(string name)
    {
        var lines = Text(name).Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.Equal(1, line.Count(c => c == ':')));
        Assert.All(lines, line => Assert.DoesNotContain(line, c => c is '<' or '>'));
        Assert.Matches("^[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}\\.[0-9]{2}\\.[0-9]{2}$", Read(lines[5]));
    }

    /// <summary>15, family 11: the members that the relay script takes, and all of them text.</summary>
    [Fact]
    public void The_relay_script_finds_every_member_of_a_booking()
    {
        var told = (KeyvoxEvents.BookingCheckedIn, Happened(new(AuditKind.CheckedIn, AuditOutcome.Done)) with { Stay = Stay });
        var data = JsonNode.Parse(Body(new BookingJson(), told))!["data"]!;
        string[] members =
        [
            "orgId",
            "placeId",
            "unitId",
            "planId",
            "reservationCode",
            "orderContact",
            "unitName",
            "checkinTime",
            "checkoutTime",
            "locationName",
            "locationAddress",
            "otaType",
        ];
        Assert.All(members, member => Assert.Equal(System.Text.Json.JsonValueKind.String, data[member]!.GetValueKind()));
        var access = Assert.Single(data["accessInfo"]!.AsArray())!;
        Assert.Equal(["deviceId", "deviceName", "pinCode", "qrCodeUrl"], access.AsObject().Select(member => member.Key));
    }

    /// <summary>10, by a computation of our own.</summary>
    [Fact]
    public void The_signature_is_over_the_body_with_the_secret_as_it_is_written()
    {
        var body = new LockJson().Write(Content(Told["pin"]))!.Value;
        var secret = WebhookSecret.OfText("correct-horse-battery")!.Value;
        var stamp = new WebhookStamp("msg_1", 1767225600, body.Bytes, secret) { Event = body.Event };
        var headers = new LockJson().Headers(stamp).ToDictionary(h => h.Name, h => h.Value);

        var hmac = HMACSHA256.HashData("correct-horse-battery"u8, body.Bytes);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(hmac), headers["X-Keyvox-Signature"]);
        Assert.Equal("lock.unlocked", headers["X-Keyvox-Event"]);
        Assert.Equal("application/json", body.ContentType);
    }

    [Fact]
    public void A_lock_that_came_back_a_code_on_thin_evidence_and_what_was_told_before_are_not_told()
    {
        Assert.Null(new LockJson().Write(Content((KeyvoxEvents.Offline, Told["offline"].Happening with { IsOnline = true }))));
        Assert.Null(
            new LockJson().Write(Content((KeyvoxEvents.PinDelivered, Told["pin-delivered"].Happening with { Evidence = EvidenceRung.Sent })))
        );
        Assert.Null(new LockJson().Write(Content((KeyvoxEvents.PinDelivered, Told["pin-delivered"].Happening with { IsNews = false }))));
        Assert.Null(new BookingJson().Write(Content((KeyvoxEvents.BookingCreated, Told["pin"].Happening))));
    }

    /// <summary>One motion, one event: of ours the command's end; what a lock reports of somebody else's command, or of hands and codes, by itself.</summary>
    [Theory]
    [InlineData(AuditKind.Unlock, AuditOutcome.Done, null, null, "lock.unlocked")]
    [InlineData(AuditKind.Unlock, AuditOutcome.Unknown, null, null, null)]
    [InlineData(AuditKind.Unlock, AuditOutcome.Refused, null, null, null)]
    [InlineData(AuditKind.Lock, AuditOutcome.Done, null, null, "lock.locked")]
    [InlineData(AuditKind.PresentCredential, AuditOutcome.Done, null, null, "lock.unlocked")]
    [InlineData(AuditKind.PresentCredential, AuditOutcome.Refused, null, null, null)]
    [InlineData(AuditKind.OpenBox, AuditOutcome.Done, null, null, "lock.unlocked")]
    [InlineData(AuditKind.BoltMoved, AuditOutcome.Reported, BoltState.Unlocked, null, "lock.unlocked")]
    [InlineData(AuditKind.BoltMoved, AuditOutcome.Reported, BoltState.Locked, null, "lock.locked")]
    [InlineData(AuditKind.BoltMoved, AuditOutcome.Reported, BoltState.Jammed, null, null)]
    [InlineData(AuditKind.BoxMoved, AuditOutcome.Reported, null, DoorState.Closed, "lock.locked")]
    [InlineData(AuditKind.BoxMoved, AuditOutcome.Reported, null, DoorState.Open, null)]
    [InlineData(AuditKind.CredentialRefused, AuditOutcome.Reported, null, null, null)]
    [InlineData(AuditKind.CheckedIn, AuditOutcome.Done, null, null, "booking.checked_in")]
    [InlineData(AuditKind.CheckedIn, AuditOutcome.Refused, null, null, null)]
    [InlineData(AuditKind.ReservationDecided, AuditOutcome.Done, null, null, "booking.updated")]
    public void An_event_is_told_under_one_name_at_most(AuditKind kind, AuditOutcome outcome, BoltState? bolt, DoorState? door, string? name)
    {
        var facts = new EventFacts(kind, outcome, Bolt: bolt, Door: door);
        var names = new HookJson().Topics.Where(topic => topic.DelayOf(facts) is not null).Select(topic => topic.Name);
        Assert.Equal(name is null ? [] : [name], names);
        Assert.All(new HookJson().Topics.Where(topic => topic.Name == name), topic => Assert.Contains(kind, topic.Kinds));
    }

    private static readonly ShownStay Stay = new(
        "QUPHLLMCI",
        "5de0cbc9bb2f0c745b39ce01",
        "宿泊者",
        At,
        At.AddDays(1),
        "Kyoto 1-2-3",
        "",
        [new ShownCode(new ShownThing("408BFBDAB28D5382", "Front door"), "123456", "https://keys.example/sl/abc")]
    );

    private static Happening Happened(EventFacts facts) =>
        new()
        {
            Id = "0123456789abcdef01234567",
            Facts = facts,
            HappenedAt = At,
            LocalTime = At.ToOffset(TimeSpan.FromHours(9)),
            IsNews = true,
            IsOnline = true,
            OrganisationId = "5dc02d9557a9445018f10001",
            Site = new ShownThing("5de0cbc9bb2f0c745b39ce00", "京都"),
            Unit = new ShownThing("5dc02d9557a9445018f12998", "101"),
            Device = new ShownThing("408BFBDAB28D5382", "Front door"),
            Person = new ShownThing("", ""),
            CredentialId = "",
        };

    private static EventFacts Shown(CredentialKind kind) =>
        new(AuditKind.BoltMoved, AuditOutcome.Reported, MotionCause.Credential, kind, BoltState.Unlocked);

    private static WebhookContent Content((short Topic, Happening Happening) told) =>
        new()
        {
            Topic = told.Topic,
            IsForm = false,
            Account = "",
            Happening = told.Happening,
        };

    private static string Body(KeyvoxFormat format, (short, Happening) told) => Encoding.UTF8.GetString(format.Write(Content(told))!.Value.Bytes);

    private static void Check(string file, KeyvoxFormat format, (short, Happening) told) => Approved.Check(file, Body(format, told));

    private static string Text(string name) => (string)JsonNode.Parse(Body(new LockText(), Told[name]))!["text"]!;

    /// <summary>As the script does.</summary>
    private static string Read(string line)
    {
        var value = line.Split(':')[1];
        var star = value.IndexOf('*', StringComparison.Ordinal);
        return (star < 0 ? value : value.Remove(star, 1)).Trim();
    }
}
