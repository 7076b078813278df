using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.ZWaveJs;

public sealed class ZWaveJsActTests
{
    private static readonly PinDigits Code = PinDigits.Parse("482913").Value;

    /// <summary>DV-7, devices.md 1c: the driver behind the server writes the target mode before the bolt moves, even for a lock that did nothing.</summary>
    [Fact]
    public async Task An_acknowledgement_and_the_servers_own_memory_are_no_evidence()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["node.set_value"] = _ => Status(254);
            server.Answers["node.poll_value"] = _ => Recorded.Json("""{"value":255}""");
        });

        var unlock = link.DoAsync(2, new DeviceAct.Unlock());
        await Eventually.HoldsAsync(() => link.Server.Asked("node.set_value") == 1, "it was asked");
        await link.Line.SendAsync(Recorded.Updated(2, 98, "targetMode", "0", "255"));
        await link.Line.SendAsync(Recorded.Updated(2, 98, "currentMode", "0", "255"));
        Assert.Empty(await link.AllHeardAsync());
        var answer = await link.WaitOutAsync(unlock);

        Assert.Equal((CommandEnd.Failed, AccessErrorCode.DeviceRefused), (answer.End, answer.Error?.Code));
        Assert.Equal(1, link.Server.Asked("node.set_value"));
        Assert.Empty(await link.AllToldAsync());
    }

    [Fact]
    public async Task The_locks_own_report_ends_an_unsupervised_motion_before_any_poll()
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.Answers["node.set_value"] = _ => Status(254));

        var unlock = link.DoAsync(2, new DeviceAct.Unlock());
        await Eventually.HoldsAsync(() => link.Server.Asked("node.set_value") == 1, "it was asked");
        await link.Line.PlayAsync("unlock-acknowledged");

        Assert.Equal(CommandEnd.Done, (await unlock).End);
        Assert.Equal(0, link.Server.Asked("node.poll_value"));
        await link.AllHeardAsync();
        Assert.Equal(MotionCause.Remote, Assert.Single(link.Heard.All.OfType<DeviceReport.BoltMoved>()).Cause);
    }

    public static TheoryData<string, CommandEnd, AccessErrorCode?> FinalWords =>
        new()
        {
            { """{"value":0}""", CommandEnd.Done, null },
            { """{"value":255}""", CommandEnd.Failed, AccessErrorCode.DeviceRefused },
            { """{"value":254}""", CommandEnd.Failed, AccessErrorCode.Jammed },
            { "{}", CommandEnd.Unknown, AccessErrorCode.OutcomeUnknown },
        };

    [Theory]
    [MemberData(nameof(FinalWords))]
    public async Task A_supervised_motion_without_a_final_word_is_decided_by_one_poll(string polled, CommandEnd end, AccessErrorCode? code)
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["node.set_value"] = _ => Recorded.Json("""{"result":{"status":1,"remainingDuration":{"value":0,"unit":"seconds"}}}""");
            server.Answers["node.poll_value"] = _ => Recorded.Json(polled);
        });

        var answer = await link.WaitOutAsync(link.DoAsync(3, new DeviceAct.Unlock()));

        Assert.Equal((end, code), (answer.End, answer.Error?.Code));
        Assert.Equal((1, 1), (link.Server.Asked("node.set_value"), link.Server.Asked("node.poll_value")));
    }

    [Theory]
    [InlineData(255, CommandEnd.Done, null)]
    [InlineData(2, CommandEnd.Failed, AccessErrorCode.DeviceRefused)]
    [InlineData(0, CommandEnd.Failed, AccessErrorCode.Unsupported)]
    [InlineData(5, CommandEnd.Failed, AccessErrorCode.Unsupported)]
    [InlineData(77, CommandEnd.Unknown, AccessErrorCode.OutcomeUnknown)]
    public async Task Every_status_of_a_motion_has_one_meaning(int status, CommandEnd end, AccessErrorCode? code)
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.Answers["node.set_value"] = _ => Status(status));

        var answer = await link.DoAsync(3, new DeviceAct.Unlock());

        Assert.Equal((end, code), (answer.End, answer.Error?.Code));
    }

    /// <summary>DV-7, devices.md 1f: after 204 the bolt has been seen to have moved.</summary>
    [Theory]
    [InlineData(204, CommandEnd.Unknown, CommandEnd.Failed, AccessErrorCode.DeviceOffline)]
    [InlineData(201, CommandEnd.Unknown, CommandEnd.Failed, AccessErrorCode.DeviceOffline)]
    [InlineData(302, CommandEnd.Failed, CommandEnd.Failed, AccessErrorCode.Unsupported)]
    [InlineData(1234, CommandEnd.Unknown, CommandEnd.Failed, AccessErrorCode.DeviceOffline)]
    public async Task An_error_means_one_thing_after_a_motion_and_another_after_a_question(
        int error,
        CommandEnd motion,
        CommandEnd question,
        AccessErrorCode code
    )
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["node.set_value"] = _ => Recorded.ZWaveError(error);
            server.Answers["node.poll_value"] = _ => Recorded.ZWaveError(error);
        });

        Assert.Equal(motion, (await link.DoAsync(2, new DeviceAct.Unlock())).End);
        var asked = await link.DoAsync(2, new DeviceAct.ReadState());
        Assert.Equal((question, code), (asked.End, asked.Error?.Code));
        Assert.Equal(1, link.Server.Asked("node.set_value"));
    }

    /// <summary>devices.md 1f: one radio serves all locks, and a command to a lost one holds it for three seconds.</summary>
    [Fact]
    public async Task A_lost_lock_is_pinged_and_sent_nothing_until_it_answers()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["node.ping"] = _ => Recorded.Json("""{"responded":false}""");
            server.Answers["node.set_value"] = _ => Status(255);
        });
        await link.Line.SendAsync(Recorded.Event(2, "dead", "{}"));
        await link.Heard.FirstAsync<DeviceReport.DeviceWentOffline>();

        Assert.Equal(AccessErrorCode.DeviceOffline, (await link.DoAsync(2, new DeviceAct.Unlock())).Error?.Code);
        Assert.Equal((1, 0), (link.Server.Asked("node.ping"), link.Server.Asked("node.set_value")));

        link.Server.Answers["node.ping"] = _ => Recorded.Json("""{"responded":true}""");
        Assert.Equal(CommandEnd.Done, (await link.DoAsync(2, new DeviceAct.Unlock())).End);
    }

    [Fact]
    public async Task An_act_that_is_never_answered_ends_at_the_limit()
    {
        await using var link = await RecordedLink.OnlineAsync(
            server => server.Answers["node.set_value"] = server.Answers["node.poll_value"] = _ => null,
            options => options.AnswerWithin = TimeSpan.FromSeconds(1)
        );

        Assert.Equal(CommandEnd.Unknown, (await link.WaitOutAsync(link.DoAsync(2, new DeviceAct.Unlock()))).End);
        Assert.Equal(AccessErrorCode.DeviceOffline, (await link.WaitOutAsync(link.DoAsync(2, new DeviceAct.ReadState()))).Error?.Code);
    }

    [Fact]
    public async Task A_second_motion_of_a_lock_whose_bolt_is_on_its_way_is_not_sent()
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.Answers["node.set_value"] = _ => null);
        var first = link.DoAsync(2, new DeviceAct.Unlock());
        await Eventually.HoldsAsync(() => link.Server.Asked("node.set_value") == 1, "it was asked");

        Assert.Equal(AccessErrorCode.DeviceBusy, (await link.DoAsync(2, new DeviceAct.Lock())).Error?.Code);

        await link.Line.AnswerAsync(link.Server.Requests[^1], Status(255));
        Assert.Equal(CommandEnd.Done, (await first).End);
        Assert.Equal(1, link.Server.Asked("node.set_value"));
    }

    [Theory]
    [InlineData("""{"userIdStatus":1,"userCode":"482913"}""", EvidenceRung.ReadBack)]
    [InlineData("""{"userIdStatus":1,"userCode":"******"}""", EvidenceRung.Occupied)]
    [InlineData("""{"userIdStatus":2,"userCode":"482913"}""", EvidenceRung.Occupied)]
    [InlineData("""{"userIdStatus":0,"userCode":""}""", EvidenceRung.None)]
    public async Task A_slot_proves_no_more_than_it_shows(string response, EvidenceRung evidence)
    {
        await using var link = await RecordedLink.OnlineAsync(server => Holds(server, response));

        Assert.Equal(evidence, (await link.DoAsync(2, new DeviceAct.ReadSlot(CredentialKind.Passcode, 1))).Evidence);
    }

    /// <summary>devices.md 1f: success with an empty result is a question that was acknowledged and not answered.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_lock_that_does_not_answer_is_not_an_empty_slot(int node)
    {
        await using var link = await RecordedLink.OnlineAsync();

        var read = await link.DoAsync(node, new DeviceAct.ReadSlot(CredentialKind.Passcode, 1));

        Assert.Equal((CommandEnd.Failed, AccessErrorCode.DeviceOffline), (read.End, read.Error?.Code));
    }

    [Theory]
    [InlineData("""{"userIdStatus":1,"userCode":"482913"}""", CommandEnd.Done, EvidenceRung.ReadBack)]
    [InlineData("""{"userIdStatus":1,"userCode":"******"}""", CommandEnd.Done, EvidenceRung.Occupied)]
    [InlineData("""{"userIdStatus":1,"userCode":"111111"}""", CommandEnd.Failed, EvidenceRung.None)]
    [InlineData("""{"userIdStatus":0,"userCode":""}""", CommandEnd.Failed, EvidenceRung.None)]
    [InlineData("{}", CommandEnd.Done, EvidenceRung.Acknowledged)]
    public async Task The_evidence_of_a_write_is_what_the_read_after_it_shows(string response, CommandEnd end, EvidenceRung evidence)
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["endpoint.access_control.add_user"] = _ => Recorded.Json("""{"result":{"user":0,"credential":0}}""");
            Holds(server, response);
        });

        var set = await link.WaitOutAsync(link.DoAsync(2, new DeviceAct.SetPasscode(1, Code)));

        Assert.Equal((end, evidence), (set.End, set.Evidence));
    }

    [Fact]
    public async Task A_lock_seen_to_mask_its_codes_promises_no_more_than_that()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["endpoint.access_control.add_user"] = _ => Recorded.Json("""{"result":{"user":0,"credential":0}}""");
            Holds(server, """{"userIdStatus":1,"userCode":"******"}""");
        });

        await link.DoAsync(2, new DeviceAct.SetPasscode(1, Code));

        await link.Heard.FirstAsync<DeviceReport.DevicesChanged>();
        var found = (await link.Session.DiscoverAsync(default)).Value.First(device => device.Address == "2");
        Assert.Equal(EvidenceRung.Occupied, found.Passcodes?.BestProof);
    }

    [Theory]
    [InlineData(3, AccessErrorCode.Taken)]
    [InlineData(5, AccessErrorCode.Taken)]
    [InlineData(4, AccessErrorCode.DeviceRefused)]
    public async Task A_refused_code_is_refused_for_the_locks_reason(int result, AccessErrorCode code)
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
            server.Answers["endpoint.access_control.set_credential"] = _ => new JsonObject { ["result"] = result }
        );

        var set = await link.DoAsync(3, new DeviceAct.SetPasscode(1, Code));

        Assert.Equal((CommandEnd.Failed, code), (set.End, set.Error?.Code));
    }

    [Fact]
    public async Task A_slot_that_a_stranger_owns_is_changed_under_its_owner()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["endpoint.access_control.set_credential"] = request => new JsonObject
            {
                ["result"] = request.GetProperty("userId").GetInt32() == 12 ? 0 : 6,
            };
            server.Answers["endpoint.access_control.get_credential"] = _ =>
                Recorded.Json("""{"credential":{"userId":12,"type":1,"slot":1,"data":"482913"}}""");
        });

        Assert.Equal(EvidenceRung.ReadBack, (await link.DoAsync(3, new DeviceAct.SetPasscode(1, Code))).Evidence);
        Assert.Equal(0, link.Server.Asked("endpoint.access_control.add_user"));
    }

    [Fact]
    public async Task Our_own_writes_are_not_reported_as_changes_at_the_lock()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["endpoint.access_control.set_credential"] = _ => Recorded.Json("""{"result":0}""");
            server.Answers["endpoint.access_control.get_credential"] = _ =>
                Recorded.Json("""{"credential":{"userId":4,"type":1,"slot":4,"data":"482913"}}""");
        });
        await link.DoAsync(3, new DeviceAct.SetPasscode(4, Code));

        await link.Line.PlayAsync("credential-written");
        await link.AllHeardAsync();

        Assert.DoesNotContain(link.Heard.All, report => report is DeviceReport.SlotChanged { Slot: 4 });
    }

    [Fact]
    public async Task A_lock_without_the_access_control_api_is_written_and_read_plainly()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            server.Answers["endpoint.access_control.is_supported"] = _ => Recorded.Json("""{"supported":false}""");
            Holds(server, """{"userIdStatus":1,"userCode":"482913"}""");
        });

        var found = (await link.Session.DiscoverAsync(default)).Value.First(device => device.Address == "2");
        Assert.Equal(new PasscodeMemory(10, 4, 10, EvidenceRung.ReadBack), found.Passcodes);
        Assert.Equal(EvidenceRung.ReadBack, (await link.DoAsync(2, new DeviceAct.SetPasscode(10, Code))).Evidence);
        Assert.Equal(["set", "get"], link.Server.Requests.Where(IsPlainCall).Select(request => request.GetProperty("methodName").GetString()));
    }

    [Fact]
    public async Task A_lock_whose_memory_failed_its_interview_takes_no_codes()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
            server.Answers["endpoint.access_control.get_credential_capabilities_cached"] = _ =>
                Recorded.Json("""{"capabilities":{"supportedCredentialTypes":{}}}""")
        );

        Assert.Equal(AccessErrorCode.Unsupported, (await link.DoAsync(2, new DeviceAct.SetPasscode(1, Code))).Error?.Code);
        var found = (await link.Session.DiscoverAsync(default)).Value.First(device => device.Address == "2");
        Assert.Contains("interview it again", found.Warning, StringComparison.Ordinal);
    }

    /// <summary>devices.md §0: a window that cannot be expressed exactly is never widened.</summary>
    [Fact]
    public async Task A_code_with_a_window_is_not_stored_without_it()
    {
        await using var link = await RecordedLink.OnlineAsync();

        var set = await link.DoAsync(2, new DeviceAct.SetPasscode(1, Code, Until: DateTimeOffset.UnixEpoch));

        Assert.Equal(AccessErrorCode.Unsupported, set.Error?.Code);
        Assert.Equal(0, link.Server.Asked("endpoint.access_control.add_user"));
    }

    /// <summary>The level 255 is the lock's warning.</summary>
    [Theory]
    [InlineData("""{"value":80}""", 80, false)]
    [InlineData("""{"value":255}""", null, true)]
    public async Task A_battery_is_asked_for_over_the_radio(string polled, int? percent, bool isLow)
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.Answers["node.poll_value"] = _ => Recorded.Json(polled));

        Assert.Equal(new DeviceReading.Battery(percent, isLow), (await link.DoAsync(2, new DeviceAct.ReadBattery())).Reading);
    }

    private static JsonNode Status(int status) => Recorded.Json($$$"""{"result":{"status":{{{status}}}}}""");

    private static void Holds(RecordedServer server, string response) =>
        server.Answers["endpoint.invoke_cc_api"] = request =>
            request.GetProperty("methodName").GetString() == "get" && response != "{}"
                ? new JsonObject { ["response"] = Recorded.Json(response) }
                : new JsonObject();

    private static bool IsPlainCall(JsonElement request) => request.GetProperty("command").GetString() == "endpoint.invoke_cc_api";
}
