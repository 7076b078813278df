using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.ZWaveJs;

public sealed class ZWaveJsConnectionTests
{
    [Fact]
    public async Task The_network_is_known_by_its_home_id_and_the_newest_common_schema_is_asked_for()
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.MaxSchema = 57);

        Assert.Equal("7e570001", (await link.Heard.FirstAsync<DeviceReport.LinkCameOnline>()).NetworkIdentity);
        Assert.Equal(50, link.Server.Requests[0].GetProperty("schemaVersion").GetInt32());
    }

    [Theory]
    [InlineData(48, true)]
    [InlineData(47, false)]
    public async Task A_server_without_the_access_control_api_is_refused(int newestSchema, bool isUsed)
    {
        await using var link = await RecordedLink.OpenAsync(server => server.MaxSchema = newestSchema);

        if (isUsed)
        {
            await link.Heard.FirstAsync<DeviceReport.LinkCameOnline>();
            return;
        }

        Assert.Contains("schema", (await link.Heard.FirstAsync<DeviceReport.LinkWentOffline>()).Reason, StringComparison.Ordinal);
        Assert.False(link.Session.IsOnline);
        Assert.Equal(0, link.Server.Asked("start_listening"));
    }

    [Fact]
    public async Task A_server_that_is_not_ready_is_asked_again_until_it_is()
    {
        await using var link = await RecordedLink.OpenAsync(server => server.NotReadyTimes = 3, clock: TimeProvider.System);

        await link.Heard.FirstAsync<DeviceReport.LinkCameOnline>();

        Assert.Equal(4, link.Server.Lines);
        Assert.Contains("not ready", Assert.Single(link.Heard.All.OfType<DeviceReport.LinkWentOffline>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_became_another_while_the_line_was_down_is_not_used()
    {
        await using var link = await RecordedLink.OnlineAsync(clock: TimeProvider.System);
        link.Server.HomeId = 0xC0FFEE01;

        link.Line.Abort();

        await link.Heard.FirstAsync<DeviceReport.LinkWentOffline>(report => report.Reason.Contains("c0ffee01", StringComparison.Ordinal));
        Assert.False(link.Session.IsOnline);
        Assert.Equal(1, link.Server.Asked("start_listening"));
    }

    [Fact]
    public async Task Frames_that_are_no_json_or_no_frames_of_ours_are_left_out()
    {
        await using var link = await RecordedLink.OnlineAsync();

        foreach (
            var frame in new[]
            {
                "{",
                "",
                "null",
                "[]",
                "42",
                """{"type":"event"}""",
                """{"type":"event","event":7}""",
                """{"type":"result","messageId":9,"success":true}""",
                """{"type":"event","event":{"source":"node","event":"value updated","nodeId":"2","args":[]}}""",
                """{"type":"event","event":{"source":"node","event":"notification","nodeId":2}}""",
                Recorded.Event(2, "value updated", """{"commandClass":98,"endpoint":0,"property":"currentMode","newValue":"open"}"""),
            }
        )
        {
            await link.Line.SendAsync(frame);
        }

        Assert.Empty(await link.AllHeardAsync());
        Assert.True(link.Session.IsOnline);
    }

    [Fact]
    public async Task A_frame_beyond_the_limit_ends_the_line()
    {
        await using var link = await RecordedLink.OnlineAsync(options: options => options.FrameLimit = 128 * 1024);

        await link.Line.SendAsync($"\"{new string('x', 200 * 1024)}\"");

        await link.Heard.FirstAsync<DeviceReport.LinkWentOffline>();
    }

    [Fact]
    public async Task Answers_that_overtake_each_other_find_their_askers()
    {
        await using var link = await RecordedLink.OnlineAsync(server => server.Answers["node.ping"] = _ => null);
        var lost = link.DoAsync(2, new DeviceAct.Ping());
        var found = link.DoAsync(3, new DeviceAct.Ping());
        await Eventually.HoldsAsync(() => link.Server.Asked("node.ping") == 2, "both were asked");

        var asked = link
            .Server.Requests.Where(request => request.GetProperty("command").GetString() == "node.ping")
            .ToDictionary(request => request.GetProperty("nodeId").GetInt32());
        await link.Line.AnswerAsync(asked[3], Recorded.Json("""{"responded":true}"""));
        Assert.Equal(CommandEnd.Done, (await found).End);
        Assert.False(lost.IsCompleted);
        await link.Line.AnswerAsync(asked[2], Recorded.Json("""{"responded":false}"""));

        Assert.Equal(AccessErrorCode.DeviceOffline, (await lost).Error?.Code);
    }

    [Fact]
    public async Task What_changed_while_the_line_was_down_is_told_when_it_is_back()
    {
        await using var link = await RecordedLink.OnlineAsync(clock: TimeProvider.System);
        var nodes = Recorded.Nodes();
        var values = (JsonArray)nodes[1]!["values"]!;
        values.Single(value => (string?)value!["property"] == "currentMode")!["value"] = 0;
        link.Server.Answers["start_listening"] = _ => new JsonObject { ["state"] = new JsonObject { ["nodes"] = nodes } };

        link.Line.Abort();

        await link.Heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        Assert.Equal(
            ("2", BoltState.Unlocked),
            (await link.Heard.FirstAsync<DeviceReport.BoltMoved>()) switch
            {
                var moved => (moved.Address, moved.State),
            }
        );
    }

    [Fact]
    public async Task A_driver_that_started_anew_behind_the_server_is_listened_to_from_the_beginning()
    {
        await using var link = await RecordedLink.OnlineAsync(clock: TimeProvider.System);

        await link.Line.SendAsync("""{"type":"event","event":{"source":"driver","event":"driver ready"}}""");

        await link.Heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        Assert.Equal(2, link.Server.Asked("start_listening"));
    }

    /// <summary>The server answers no WebSocket ping here, because nobody reads its end of the line.</summary>
    [Fact]
    public async Task A_server_that_answers_no_pings_is_gone()
    {
        using var release = new SemaphoreSlim(0);
        await using var link = await RecordedLink.OnlineAsync(
            server =>
                server.Answers["node.ping"] = _ =>
                {
                    release.Wait(TimeSpan.FromSeconds(10));
                    return null;
                },
            options => (options.PingEvery, options.GoneAfter) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400))
        );

        var ping = link.DoAsync(2, new DeviceAct.Ping());

        await link.Heard.FirstAsync<DeviceReport.LinkWentOffline>();
        Assert.Equal(AccessErrorCode.LinkOffline, (await ping).Error?.Code);
        release.Release();
    }

    [Fact]
    public async Task A_node_that_was_removed_is_not_found_any_more()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync("""{"type":"event","event":{"source":"controller","event":"node removed","node":{"nodeId":2},"reason":0}}""");

        await link.Heard.FirstAsync<DeviceReport.DevicesChanged>();
        Assert.Equal(AccessErrorCode.NotFound, (await link.DoAsync(2, new DeviceAct.Unlock())).Error?.Code);
        Assert.DoesNotContain((await link.Session.DiscoverAsync(default)).Value, device => device.Address == "2");
        Assert.Equal(0, link.Server.Asked("node.set_value"));
    }

    [Fact]
    public async Task After_an_interview_the_devices_are_discovered_anew()
    {
        await using var link = await RecordedLink.OnlineAsync();
        var node = Recorded.Node(2);
        node["firmwareVersion"] = "1.8";

        await link.Line.SendAsync(
            $$"""{"type":"event","event":{"source":"node","event":"ready","nodeId":2,"nodeState":{{node.ToJsonString()}} } }"""
        );

        await link.Heard.FirstAsync<DeviceReport.DevicesChanged>();
        var found = Assert.Single((await link.Session.DiscoverAsync(default)).Value, device => device.Address == "2");
        Assert.Equal("1.8", found.Firmware);
        Assert.Equal(3, link.Server.Asked("endpoint.access_control.is_supported"));
    }

    [Fact]
    public async Task A_lock_included_without_encryption_comes_with_a_warning()
    {
        await using var link = await RecordedLink.OnlineAsync(server =>
        {
            var nodes = Recorded.Nodes();
            nodes[2]!["highestSecurityClass"] = 2;
            server.Answers["start_listening"] = _ => new JsonObject { ["state"] = new JsonObject { ["nodes"] = nodes } };
        });

        var found = (await link.Session.DiscoverAsync(default)).Value.ToDictionary(device => device.Address);

        Assert.Equal(["2", "3"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("without encryption", found["2"].Warning, StringComparison.Ordinal);
        Assert.Null(found["3"].Warning);
    }
}
