using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Testing;
using Latchwork.Testing.Events;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>The list of events as its readers come and go.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private const string Feed = "/api/v1/events";

    private LiveServer server = null!;
    private TenantId tenant;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        var house = await JsonAsync("/api/v1/tenant");
        tenant = new TenantId(await OneAsync<Guid>($"select row_id from public_id where wire_id = '{house["id"]}'"));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Readers_that_come_and_go_see_every_event_once_and_in_order()
    {
        await SettleAsync();
        var start = (string)(await JsonAsync($"{Feed}?after=end"))["next"]!;
        var telling = TellAsync(300);
        var seen = await Task.WhenAll([.. Enumerable.Range(1, 4).Select(size => ReadOnAsync(start, size * 7, 300))]);
        await telling;

        foreach (var batteries in seen)
        {
            Assert.Equal(Enumerable.Range(0, 300), batteries);
        }
    }

    /// <summary>The id of the last event is the place at which a reader that lost its connection goes on.</summary>
    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_its_reader_has()
    {
        await SettleAsync();
        var last = (string)(await JsonAsync($"{Feed}?after=end"))["next"]!;
        var telling = TellAsync(60);
        var batteries = new List<int>();
        while (batteries.Count < 60)
        {
            // It hangs up in the middle, and does not know what else was on its way.
            (last, var some) = await StreamAsync(last, atMost: 9);
            batteries.AddRange(some);
        }

        await telling;
        Assert.Equal(Enumerable.Range(0, 60), batteries);
    }

    [Fact]
    public async Task A_stream_is_told_soon_after_the_commit_and_only_what_it_asked_for()
    {
        await SettleAsync();
        using var answer = await OpenAsync($"{Feed}/stream?types=battery.*");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(Cancel));
        await TellAsync(1, AuditKind.Tampered);
        await TellAsync(1);

        var types = new List<string>();
        while (types.Count == 0)
        {
            if (await reader.ReadLineAsync(Cancel) is { } line && line.StartsWith("event: ", StringComparison.Ordinal))
            {
                types.Add(line);
            }
        }

        Assert.Equal(["event: battery.low"], types);
    }

    /// <summary>AZ-5: an open stream is no right.</summary>
    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked()
    {
        var key = await server.AddKeyAsync(Permission.AuditRead);
        using var answer = await OpenAsync($"{Feed}/stream", key);
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        await DoAsync("update api_client set revoked_at = now() where name = 'Weak key'");
        await TellAsync(1);

        using var reader = new StreamReader(stream);
        Assert.DoesNotContain("battery.low", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_many_streams_of_one_key_and_no_more()
    {
        var open = new List<HttpResponseMessage>();
        for (var n = 0; n < 20; n++)
        {
            open.Add(await OpenAsync($"{Feed}/stream"));
        }

        Assert.All(open, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        using var refused = await OpenAsync($"{Feed}/stream");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        open.ForEach(answer => answer.Dispose());
        await Poll.UntilAsync(async () =>
        {
            using var again = await OpenAsync($"{Feed}/stream");
            return again.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task Newest_first_and_oldest_first_are_the_same_list()
    {
        await SettleAsync();
        await TellAsync(25);
        var forward = await WalkAsync("after", "0");
        var backward = await WalkAsync("before", "end");

        backward.Reverse();
        Assert.Equal(forward, backward);
        Assert.Equal(forward.Distinct(), forward);
    }

    /// <summary>AU-1.</summary>
    [Fact]
    public async Task What_was_only_asked_is_not_in_the_list()
    {
        await TellAsync(1, AuditKind.Unlock, AuditStage.Asked);
        await TellAsync(1, AuditKind.Unlock, AuditStage.Ended);

        Assert.Single((await JsonAsync($"{Feed}?types=lock.unlock"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_time_is_found_in_the_list_to_the_event()
    {
        await SettleAsync();
        await TellAsync(20);
        var all = (await JsonAsync($"{Feed}?types=battery.low"))["items"]!.AsArray();
        foreach (var at in all.Select(one => (string)one!["timestamp"]!).Distinct())
        {
            var since = await JsonAsync($"{Feed}?types=battery.low&since={Uri.EscapeDataString(at)}");
            Assert.Equal(all.Count(one => (DateTimeOffset)one!["timestamp"]! >= DateTimeOffset.Parse(at, null)), since["items"]!.AsArray().Count);
        }
    }

    /// <summary>AU-6.</summary>
    [Fact]
    public async Task Each_export_is_recorded_before_its_first_event_and_reading_once_an_hour()
    {
        await TextAsync($"{Feed}/export");
        await TextAsync($"{Feed}/export?format=csv");
        await JsonAsync(Feed);
        await JsonAsync(Feed);

        Assert.Equal(2, await OneAsync<long>($"select count(*) from audit_event where kind = {(int)AuditKind.AuditExported}"));
        Assert.Equal(1, await OneAsync<long>($"select count(*) from audit_event where kind = {(int)AuditKind.HistoryRead}"));
        // The export has its own record in it.
        Assert.Contains("\"audit.exported\"", await TextAsync($"{Feed}/export?types=audit.exported"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_has_all_events_of_its_time_however_many_parts_it_takes()
    {
        await SettleAsync();
        await TellAsync(4500);
        var lines = (await TextAsync($"{Feed}/export?types=battery.low")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = (await TextAsync($"{Feed}/export?types=battery.low&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4500, lines.Length);
        Assert.Equal(lines.Select(line => (string)JsonNode.Parse(line)!["id"]!), rows.Skip(1).Select(row => row.Split('"')[1]));
    }

    private async Task SettleAsync() =>
        await Poll.UntilAsync(async () => await OneAsync<long>("select count(*) from smart_lock where is_online") >= 6, TimeSpan.FromSeconds(30));

    /// <summary>Reads on by the page until so many were seen.</summary>
    private async Task<List<int>> ReadOnAsync(string place, int limit, int until)
    {
        var batteries = new List<int>();
        while (batteries.Count < until)
        {
            var page = await JsonAsync($"{Feed}?types=battery.low&after={place}&limit={limit}");
            batteries.AddRange(page["items"]!.AsArray().Select(one => (int)one!["data"]!["battery"]!));
            place = (string)page["next"]!;
        }

        return batteries;
    }

    private async Task<(string Last, List<int> Batteries)> StreamAsync(string last, int atMost)
    {
        using var answer = await OpenAsync($"{Feed}/stream?types=battery.low", resume: last);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        var batteries = new List<int>();
        while (batteries.Count < atMost && await reader.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var body = JsonNode.Parse(line["data: ".Length..])!;
                batteries.Add((int)body["data"]!["battery"]!);
                last = (string)body["id"]!;
                if (batteries[^1] == 59)
                {
                    break;
                }
            }
        }

        return (last, batteries);
    }

    private async Task<List<string>> WalkAsync(string way, string place)
    {
        var ids = new List<string>();
        JsonNode page;
        do
        {
            page = await JsonAsync($"{Feed}?{way}={place}&limit=7&types=battery.*,device.*,lock.*");
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["id"]!));
            place = (string)page["next"]!;
        } while ((bool)page["hasMore"]!);

        return ids;
    }

    private Task TellAsync(int count, AuditKind kind = AuditKind.BatteryLow, AuditStage stage = AuditStage.Whole) =>
        new EventTeller(server.Services, tenant).TellAsync(count, kind, stage, cancel: Cancel);

    private async Task<JsonNode> JsonAsync(string target) => JsonNode.Parse(await TextAsync(target))!;

    private async Task<string> TextAsync(string target)
    {
        using var answer = await OpenAsync(target);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, body);
        return body;
    }

    private async Task<HttpResponseMessage> OpenAsync(string target, string? key = null, string? resume = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? server.NativeKey);
        if (resume is not null)
        {
            request.Headers.Add("Last-Event-ID", resume);
        }

        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private async Task<T> OneAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.Database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private async Task DoAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.Database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
