using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Events;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>Webhooks in our own form, from the call that makes one to what its receiver gets.</summary>
public sealed class NativeWebhookTests : IAsyncLifetime
{
    private const string Webhooks = "/api/v1/webhooks";

    private readonly ShiftedClock clock = new();
    private readonly WebhookReceiver receiver = new();
    private LiveServer server = null!;
    private TenantId tenant;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync(clock);
        await Poll.UntilAsync(async () => await OneAsync<long>("select count(*) from smart_lock where is_online") >= 6, TimeSpan.FromSeconds(30));
        var house = (await SendAsync(HttpMethod.Get, "/api/v1/tenant"))!;
        tenant = new TenantId(await OneAsync<Guid>($"select row_id from public_id where wire_id = '{house["id"]}'"));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_has_the_event_as_the_feed_has_it()
    {
        await AddAsync("""{"events":["battery.low"]}""");
        await TellAsync(2);
        await DeliverAsync();

        var feed = (await SendAsync(HttpMethod.Get, "/api/v1/events?types=battery.low"))!["items"]!.AsArray();
        Assert.Equal(feed.Select(one => one!.ToJsonString()), receiver.Received.Select(got => JsonNode.Parse(got.Body)!.ToJsonString()));
        Assert.All(receiver.Received, got => Assert.Equal("application/json", got.Headers["Content-Type"]));
    }

    /// <summary>However long ago: what was forgotten of the deliveries is made again, under the id that it had.</summary>
    [Fact]
    public async Task A_part_of_the_list_is_told_once_more_under_the_same_ids()
    {
        var id = await AddAsync("""{"events":["battery.low"],"isOrdered":true}""");
        await TellAsync(6);
        await DeliverAsync();
        var before = receiver.Received.Select(got => got.Id).ToList();
        await DoAsync("delete from delivery where ctid in (select ctid from delivery order by sequence limit 3)");
        var events = (await SendAsync(HttpMethod.Get, "/api/v1/events?types=battery.low"))!["items"]!.AsArray();

        var body = $$"""{"after":"{{events[0]!["id"]}}","until":"{{events[4]!["id"]}}"}""";
        await SendAsync(HttpMethod.Post, $"{Webhooks}/{id}/replay", body);
        await TellAsync(1);
        await DeliverAsync();

        Assert.Equal([.. before, .. before[1..5]], receiver.Received.Select(got => got.Id).Take(10));
        Assert.Equal(11, receiver.Received.Count);
        Assert.Equal(0, await OneAsync<long>("select count(*) from webhook_replay"));
    }

    /// <summary>In strict order what cannot be delivered is not passed over: the webhook is paused with it, and goes on with it.</summary>
    [Fact]
    public async Task An_ordered_webhook_that_gives_up_is_paused_and_goes_on_where_it_stopped()
    {
        clock.Stand();
        var id = await AddAsync("""{"events":["battery.low"],"isOrdered":true}""");
        await TellAsync(1);
        await DeliverAsync();
        receiver.Behave = () => ReceiverAct.Status500;
        await TellAsync(3);
        for (var hours = 0; hours < 24 * 4; hours += 4)
        {
            await DeliverAsync();
            clock.Forward(TimeSpan.FromHours(4));
        }

        var paused = Assert.Single((await SendAsync(HttpMethod.Get, Webhooks))!["items"]!.AsArray())!;
        Assert.Equal("failures", (string?)paused["pausedBecause"]);
        Assert.Equal(3, (int)paused["parked"]! + (int)paused["waiting"]!);

        receiver.Behave = () => ReceiverAct.Ok;
        await SendAsync(HttpMethod.Put, $"{Webhooks}/{id}", Body("""{"events":["battery.low"],"isOrdered":true}"""));
        await DeliverAsync();
        Assert.Equal([0, 0, 1, 2], receiver.Received.Where(got => got.IsAcknowledged).Select(BatteryOf));
    }

    /// <summary>An outage of a day ends no webhook: what came meanwhile arrives, and nobody has to do anything.</summary>
    [Fact]
    public async Task A_receiver_that_is_away_for_two_days_gets_everything_when_it_is_back()
    {
        clock.Stand();
        await AddAsync("""{"events":["battery.low"]}""");
        receiver.Behave = () => ReceiverAct.Close;
        await TellAsync(150);
        for (var hours = 0; hours < 48; hours += 3)
        {
            await DeliverAsync();
            clock.Forward(TimeSpan.FromHours(3));
        }

        receiver.Behave = () => ReceiverAct.Ok;
        for (var rounds = 0; rounds < 20; rounds++)
        {
            await DeliverAsync();
            clock.Forward(TimeSpan.FromHours(1));
        }

        Assert.Equal(Enumerable.Range(0, 150), receiver.Received.Where(got => got.IsAcknowledged).Select(BatteryOf).Order());
    }

    /// <summary>WH-1.</summary>
    [Fact]
    public async Task The_secret_before_signs_too_for_as_long_as_was_said()
    {
        clock.Stand();
        var (id, first) = await MakeAsync("""{"events":["battery.low"]}""");
        var rolled = await SendAsync(HttpMethod.Post, $"{Webhooks}/{id}/secret", """{"overlapHours":2}""");
        var second = (string)rolled!["secret"]!;
        await TellAsync(1);
        await DeliverAsync();
        clock.Forward(TimeSpan.FromHours(2));
        await TellAsync(1);
        await DeliverAsync();

        Assert.Equal([2, 1], receiver.Received.Select(got => got.Headers["webhook-signature"].Split(' ').Length));
        Assert.Equal((2, 0, null), await PublicVerifier.VerifyAsync(receiver.Received.Select(got => (second, got))));
        var (verified, refused, _) = await PublicVerifier.VerifyAsync(receiver.Received.Select(got => (first, got)));
        Assert.Equal((1, 1), (verified, refused));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        var door = await OneAsync<Guid>($"select lock_id from smart_lock where tenant_id = '{tenant.Value}' and name = 'Front door'");
        var doorId = await OneAsync<string>($"select wire_id from public_id where row_id = '{door}' and kind = 20");
        var other = await OneAsync<Guid>($"select lock_id from smart_lock where tenant_id = '{tenant.Value}' and name = 'Shed'");
        var elsewhere = (string)(await SendAsync(HttpMethod.Post, "/api/v1/sites", """{"name":"Annex","timeZone":"Europe/London"}"""))!["id"]!;
        await AddAsync($$"""{"events":["battery.*"],"devices":["{{doorId}}"]}""", "/door");
        await AddAsync($$"""{"events":["battery.*"],"siteIds":["{{elsewhere}}"]}""", "/elsewhere");
        await AddAsync("""{"events":["device.tampered"]}""", "/other");
        await AddAsync("{}", "/all");
        await new EventTeller(server.Services, tenant).TellAsync(1, smartLock: door, cancel: Cancel);
        await new EventTeller(server.Services, tenant).TellAsync(1, AuditKind.Tampered, smartLock: other, cancel: Cancel);
        await DeliverAsync();

        Assert.Equal(["battery.low"], TypesAt("/door"));
        Assert.Empty(TypesAt("/elsewhere"));
        Assert.Equal(["device.tampered"], TypesAt("/other"));
        Assert.Equal(["battery.low", "device.tampered"], TypesAt("/all").Where(type => type is "battery.low" or "device.tampered").Order());
    }

    [Fact]
    public async Task A_test_says_what_it_is_and_is_signed()
    {
        var (id, secret) = await MakeAsync("""{"events":["battery.low"]}""");
        var answer = await SendAsync(HttpMethod.Post, $"{Webhooks}/{id}/test");

        Assert.True((bool)answer!["delivered"]!);
        var got = Assert.Single(receiver.Received);
        Assert.Equal("webhook.test", (string?)JsonNode.Parse(got.Body)!["type"]);
        Assert.Equal((1, 0, null), await PublicVerifier.VerifyAsync([(secret, got)]));
    }

    /// <summary>By the name that their receiver knows, from the newest.</summary>
    [Fact]
    public async Task Deliveries_are_listed_by_how_it_stands_with_them()
    {
        clock.Stand();
        var id = await AddAsync("""{"events":["battery.low","device.tampered"]}""");
        await TellAsync(3);
        await DeliverAsync();
        receiver.Behave = () => ReceiverAct.Status500;
        await new EventTeller(server.Services, tenant).TellAsync(1, AuditKind.Tampered, cancel: Cancel);
        await DeliverAsync();

        var delivered = await DeliveriesAsync(id, "?state=delivered");
        var told = receiver.Received.Where(got => got.IsAcknowledged).ToList();
        Assert.Equal(told.Select(got => got.Id).Reverse(), delivered.Select(one => (string?)one["id"]));
        Assert.Equal(told.Select(got => (string?)JsonNode.Parse(got.Body)!["id"]).Reverse(), delivered.Select(one => (string?)one["eventId"]));
        Assert.Equal(["waiting"], (await DeliveriesAsync(id, "?events=device.*")).Select(one => (string?)one["state"]));
        Assert.Empty(await DeliveriesAsync(id, "?state=waiting&events=battery.low"));
        var first = (await SendAsync(HttpMethod.Get, $"{Webhooks}/{id}/deliveries?limit=3"))!;
        var rest = (await SendAsync(HttpMethod.Get, $"{Webhooks}/{id}/deliveries?limit=3&cursor={first["next"]}"))!;
        Assert.Equal(told[0].Id, (string?)Assert.Single(rest["items"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task One_delivery_is_told_once_more_under_its_old_id()
    {
        clock.Stand();
        var id = await AddAsync("""{"events":["battery.low"]}""");
        await TellAsync(2);
        await DeliverAsync();
        var (told, other) = (receiver.Received[0].Id, receiver.Received[1].Id);

        await SendAsync(HttpMethod.Post, $"{Webhooks}/{id}/deliveries/{told}/replay");
        await DeliverAsync();

        Assert.Equal([told, other, told], receiver.Received.Select(got => got.Id));
        var one = (await SendAsync(HttpMethod.Get, $"{Webhooks}/{id}/deliveries/{told}"))!;
        Assert.Equal([2, 1], one["attempts"]!.AsArray().Select(attempt => (int)attempt!["number"]!));
        var replayed = (await SendAsync(HttpMethod.Get, "/api/v1/events?types=webhook.replayed"))!["items"]!.AsArray();
        Assert.Equal(told, (string?)Assert.Single(replayed)!["data"]!["changed"]!["delivery"]);
    }

    /// <summary>Who has mended their receiver need not wait for the next try.</summary>
    [Fact]
    public async Task A_delivery_that_failed_is_tried_at_once_where_somebody_asks()
    {
        clock.Stand();
        var id = await AddAsync("""{"events":["battery.low"]}""");
        await TellAsync(1);
        receiver.Behave = () => ReceiverAct.Status500;
        for (var tries = 0; tries < 4; tries++)
        {
            await DeliverAsync();
            clock.Forward(TimeSpan.FromMinutes(2));
        }

        var path = $"{Webhooks}/{id}/deliveries/{receiver.Received[0].Id}";
        var failing = (await SendAsync(HttpMethod.Get, path))!;
        Assert.Equal(("waiting", 4), ((string?)failing["state"], (int)failing["tries"]!));
        Assert.Equal((500, "notAccepted"), ((int)failing["attempts"]![0]!["status"]!, (string?)failing["attempts"]![0]!["failure"]));
        Assert.True((DateTimeOffset)failing["nextAt"]! > clock.GetUtcNow() + TimeSpan.FromMinutes(5));

        receiver.Behave = () => ReceiverAct.Ok;
        await SendAsync(HttpMethod.Post, $"{path}/replay");
        await DeliverAsync();
        Assert.Equal("delivered", (string?)(await SendAsync(HttpMethod.Get, path))!["state"]);
        Assert.Single(receiver.Received.Select(got => got.Id).Distinct());
    }

    [Fact]
    public async Task A_delivery_that_was_withdrawn_is_not_told()
    {
        var id = await AddAsync("""{"events":["battery.low"]}""");
        await TellAsync(1);
        await DeliverAsync();
        await DoAsync("update delivery set state = 4");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Webhooks}/{id}/deliveries/{receiver.Received[0].Id}/replay");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.NativeKey);
        using var answer = await server.Http.SendAsync(request, Cancel);
        Assert.Equal(409, (int)answer.StatusCode);
    }

    private async Task<List<JsonNode>> DeliveriesAsync(string id, string query) =>
        [.. (await SendAsync(HttpMethod.Get, $"{Webhooks}/{id}/deliveries{query}"))!["items"]!.AsArray().Select(one => one!)];

    private IEnumerable<string> TypesAt(string path) =>
        receiver.Received.Where(got => got.Path == path).Select(got => (string)JsonNode.Parse(got.Body)!["type"]!);

    private static int BatteryOf(ReceivedWebhook got) => (int)JsonNode.Parse(got.Body)!["data"]!["battery"]!;

    private async Task<string> AddAsync(string more, string path = "/hook") => (await MakeAsync(more, path)).Id;

    private async Task<(string Id, string Secret)> MakeAsync(string more, string path = "/hook")
    {
        var made = (await SendAsync(HttpMethod.Post, Webhooks, Body(more, path)))!;
        return ((string)made["id"]!, (string)made["secret"]!);
    }

    private string Body(string more, string path = "/hook")
    {
        var body = JsonNode.Parse(more)!.AsObject();
        (body["name"], body["format"], body["url"]) = ("Test", "latchwork", $"http://127.0.0.1:{receiver.Port}{path}");
        return body.ToJsonString();
    }

    private Task TellAsync(int count) => new EventTeller(server.Services, tenant).TellAsync(count, cancel: Cancel);

    /// <summary>
    /// Until nothing more goes out at this time. The server's own rounds go on beside these: what one of them has taken is not there for ours, and may not be under
    /// way yet.
    /// </summary>
    private async Task DeliverAsync()
    {
        const int Enough = 3;
        var worker = server.Services.GetRequiredService<DeliveryWorker>();
        for (var quiet = 0; quiet < Enough; quiet++)
        {
            var before = receiver.Received.Count;
            await worker.RoundAsync(Cancel);
            await worker.SettleAsync();
            if (receiver.Received.Count > before || await OneAsync<long>(Claimed) > 0)
            {
                quiet = -1;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
        }
    }

    private const string Claimed = "select count(*) from delivery where state = 1 and claimed_until > clock_timestamp()";

    private async Task<JsonNode?> SendAsync(HttpMethod verb, string target, string? body = null)
    {
        using var request = new HttpRequestMessage(verb, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.NativeKey);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text);
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
