using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Keyvox.Webhooks;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox.Hooks;

/// <summary>keyvox.md 12: services with a bearer token.</summary>
public sealed class HookTests : IAsyncLifetime
{
    private const string Unlocked = """{"event":"lock.unlocked"}""";
    private const string FrontDoor = "Front door";

    private WebhookStage stage = null!;
    private AddedIntegrationToken token = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await WebhookStage.OpenAsync();
        token = await AddTokenAsync();
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_token_is_told_whose_it_is()
    {
        var (status, body) = await SendAsync("/v1/hooks/me", "{}");
        Assert.Equal((HttpStatusCode.OK, """{"name":"House"}"""), (status, body));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/api/eagle-pms/v1/hooks/me", "{}")).Status);
    }

    /// <summary>2.3: what is not a good token here, or no path for one, is answered as everything that is not signed, or not well: no date is the first thing wrong.</summary>
    [Fact]
    public async Task A_token_opens_hooks_and_the_functions_of_actions_and_nothing_else()
    {
        var unsigned = (HttpStatusCode.Unauthorized, """{"message":"Unauthorized"}""");
        Assert.Equal(unsigned, await SendAsync("/v1/hooks/me", "{}", bearer: null));
        Assert.Equal(unsigned, await SendAsync("/v1/hooks/me", "{}", "lwi_" + new string('0', 40)));
        Assert.Equal(unsigned, await SendAsync("/v1/hooks/me", "{}", stage.Server.NativeKey));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/v1/unlock", "{}", stage.Server.NativeKey)).Status);
        await stage.CallAsync("GET", "tenant", key: token.Token, expected: 401);

        var door = await DoorAsync();
        Assert.Equal(
            (HttpStatusCode.OK, """{"code":"0","msg":"success"}"""),
            await SendAsync("/v1/unlock", $$"""{"lockId":"{{door}}","flag":"1"}""")
        );
    }

    /// <summary>Every call with a token is a new act: it has nothing by which the same one could be told.</summary>
    [Fact]
    public async Task A_token_that_was_revoked_opens_nothing_and_its_subscriptions_end()
    {
        await SubscribeAsync("lock.unlocked");
        await stage.CallAsync("DELETE", $"api-clients/{token.Id}");
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();

        Assert.Empty(stage.Receiver.Received);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/v1/hooks/me", "{}")).Status);
        Assert.Equal(0L, await stage.OneAsync<long>("select count(*) from webhook_endpoint where removed_at is null"));
    }

    [Fact]
    public async Task A_subscription_is_told_with_the_id_that_the_sample_has()
    {
        var id = await SubscribeAsync("lock.unlocked");
        Assert.Equal(id, await SubscribeAsync("lock.unlocked"));
        for (var i = 0; i < 4; i++)
        {
            await stage.MoveAsync(FrontDoor, "unlock");
            await stage.MoveAsync(FrontDoor, "lock");
        }

        await stage.DrainAsync();
        var told = stage.Receiver.Received.Select(got => (string)JsonNode.Parse(got.Text)!["id"]!).ToList();
        var (_, sample) = await SendAsync("/v1/hooks/sample", Unlocked);
        var shown = JsonNode.Parse(sample)!.AsArray();

        Assert.Equal(4, told.Distinct().Count());
        Assert.Equal(told.AsEnumerable().Reverse().Take(3), shown.Select(one => (string)one!["id"]!));
        Assert.Equal(
            stage.Receiver.Received[^1].Text,
            shown[0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        );
        Assert.All(shown, one => Assert.Equal("lock.unlocked", (string)one!["event"]!));
    }

    /// <summary>WH-5: without codes, though the room has one.</summary>
    [Fact]
    public async Task A_booking_is_told_to_whoever_subscribed_bookings_and_to_nobody_else()
    {
        await SubscribeAsync("booking.created");
        await SubscribeAsync("booking.checked_in");
        var site = (string)(await stage.CallAsync("GET", "sites"))["items"]![0]!["id"]!;
        var unit = (string)(await stage.CallAsync("POST", "units", $$"""{"siteId":"{{site}}","name":"101"}"""))["id"]!;
        await stage.CallAsync("PUT", $"units/{unit}/locks", $$"""{"lockIds":["{{await stage.LockAsync(FrontDoor)}}"]}""");
        var booked = $$"""{"startsAt":"2026-03-05T15:00","endsAt":"2026-03-05T20:00","guest":{"name":"宿泊者"},"units":[{"id":"{{unit}}"}]}""";
        await stage.CallAsync("POST", "reservations", booked);

        var told = await stage.OnlyAsync();

        var (_, sample) = await SendAsync("/v1/hooks/sample", """{"event":"booking.created"}""");
        Assert.Equal((string)told["id"]!, (string)JsonNode.Parse(sample)!.AsArray().Single()!["id"]!);
        Assert.Equal(("booking.created", "宿泊者"), ((string)told["event"]!, (string)told["data"]!["orderContact"]!));
        Assert.Matches("^[0-9A-Z]{9}$", (string)told["data"]!["reservationCode"]!);
        var access = Assert.Single(told["data"]!["accessInfo"]!.AsArray())!;
        Assert.Equal((FrontDoor, "", ""), ((string)access["deviceName"]!, (string)access["pinCode"]!, (string)access["qrCodeUrl"]!));
    }

    [Fact]
    public async Task Samples_of_what_never_happened_are_none()
    {
        Assert.Equal((HttpStatusCode.OK, "[]"), await SendAsync("/v1/hooks/sample", """{"event":"booking.created"}"""));
        Assert.Equal((HttpStatusCode.OK, "[]"), await SendAsync("/v1/hooks/sample", """{"event":"lock.offline"}"""));
    }

    [Fact]
    public async Task What_was_unsubscribed_is_told_no_more_and_another_token_finds_nothing_to_unsubscribe()
    {
        var id = await SubscribeAsync("lock.unlocked");
        var other = await AddTokenAsync();
        Assert.Contains("E0043", (await SendAsync("/v1/hooks/unsubscribe", $$"""{"id":"{{id}}"}""", other.Token)).Body, StringComparison.Ordinal);
        Assert.Equal("""{"code":"0","msg":"success"}""", (await SendAsync("/v1/hooks/unsubscribe", $$"""{"id":"{{id}}"}""")).Body);
        Assert.Contains("E0043", (await SendAsync("/v1/hooks/unsubscribe", $$"""{"id":"{{id}}"}""")).Body, StringComparison.Ordinal);

        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();
        Assert.Empty(stage.Receiver.Received);
    }

    [Fact]
    public async Task A_target_that_is_gone_is_unsubscribed_and_the_audit_says_so()
    {
        await SubscribeAsync("lock.unlocked");
        stage.Receiver.Behave = () => ReceiverAct.Gone;
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();
        stage.Clock.Advance(TimeSpan.FromMinutes(10));
        await stage.DrainAsync();

        Assert.Single(stage.Receiver.Received);
        Assert.Empty((await stage.CallAsync("GET", "webhooks"))["items"]!.AsArray());
        Assert.Equal(1L, await stage.OneAsync<long>($"select count(*) from audit_event where kind = {(int)AuditKind.WebhookRemoved}"));
    }

    /// <summary>A gone target of an operator's own map is a failure like any other: what an operator made, an operator removes.</summary>
    [Fact]
    public async Task A_map_of_an_operators_stays_when_its_target_is_gone()
    {
        await stage.AddAsync("keyvox-locks");
        stage.Receiver.Behave = () => ReceiverAct.Gone;
        await stage.MoveAsync(FrontDoor, "unlock");
        await stage.DrainAsync();

        Assert.Single((await stage.CallAsync("GET", "webhooks"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"event":"lock.unlocked"}""", "E0005")]
    [InlineData("""{"targetUrl":"http://127.0.0.1:9/","event":"door.opened"}""", "E0005")]
    [InlineData("""{"targetUrl":"http://192.0.2.1/","event":"lock.unlocked"}""", "E0005")]
    [InlineData("""{"targetUrl":"ftp://127.0.0.1/","event":"lock.unlocked"}""", "E0005")]
    public async Task A_subscription_to_nothing_or_nowhere_is_a_wrong_parameter(string body, string code)
    {
        Assert.Contains($"\"code\":\"{code}\"", (await SendAsync("/v1/hooks/subscribe", body)).Body, StringComparison.Ordinal);
        Assert.Equal(0L, await stage.OneAsync<long>("select count(*) from webhook_endpoint"));
    }

    /// <summary>WH-5, AZ-7: an integration knows of bookings only where its scopes say so.</summary>
    [Fact]
    public async Task A_token_subscribes_what_its_scopes_let_it_know()
    {
        var weak = await AddTokenAsync(Permission.WebhooksWrite, Permission.WebhooksRead, Permission.LocksRead);
        Assert.Contains("E2003", (await SubscribeAsync("booking.created", weak.Token, isGood: false)), StringComparison.Ordinal);
        Assert.Contains("E2003", (await SendAsync("/v1/hooks/sample", """{"event":"booking.created"}""", weak.Token)).Body, StringComparison.Ordinal);
        await SubscribeAsync("lock.unlocked", weak.Token);
    }

    [Fact]
    public async Task A_token_is_told_of_a_booking_without_the_guest_s_telephone()
    {
        var site = (string)(await stage.CallAsync("GET", "sites"))["items"]![0]!["id"]!;
        var unit = (string)(await stage.CallAsync("POST", "units", $$"""{"siteId":"{{site}}","name":"101"}"""))["id"]!;
        await stage.CallAsync(
            "POST",
            "reservations",
            $$"""{"units":[{"id":"{{unit}}"}],"guest":{"name":"Ada","telephone":"+81 3-1234-5678"},"startsAt":"2026-03-05T15:00","endsAt":"2026-03-06T10:00"}"""
        );

        var (_, list) = await SendAsync("/bacsorder/list", "{}");

        Assert.Contains("\"orderContact\":\"Ada\"", list, StringComparison.Ordinal);
        Assert.Contains("\"contactTel\":\"\"", list, StringComparison.Ordinal);
    }

    /// <summary>12: it may make codes, so it is told of those; of what others made it is told nothing.</summary>
    [Fact]
    public async Task A_token_is_told_the_code_that_it_made()
    {
        var now = stage.Clock.GetUtcNow().ToUnixTimeSeconds();
        var door = await DoorAsync();

        var (_, made) = await SendAsync("/v1/createLockPin", $$"""{"lockId":"{{door}}","sTime":"{{now}}","eTime":"{{now + 3600}}"}""");

        Assert.Matches("^[0-9]{6}$", (string?)JsonNode.Parse(made)!["data"]?["pinCode"] ?? made);
        Assert.Equal(1L, await stage.OneAsync<long>("select count(*) from credential"));
    }

    /// <summary>4: one token's calls are counted for it alone.</summary>
    [Fact]
    public async Task A_token_has_a_rate_of_its_own()
    {
        var slow = (
            await stage
                .Server.Services.GetRequiredService<AddIntegrationToken>()
                .RunAsync(Caller.Server(stage.Tenant), stage.Tenant, "Slow", null, 2, CancellationToken.None)
        ).Value;
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await SendAsync("/v1/hooks/me", "{}", slow.Token)).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/v1/hooks/me", "{}")).Status);
    }

    private Task<string> DoorAsync() =>
        stage.OneAsync<string>(
            $"select p.wire_id from public_id p join smart_lock l on l.lock_id = p.row_id where p.kind = {(int)WireIdKind.KeyvoxLock} and l.name = '{FrontDoor}' and l.tenant_id = '{stage.Tenant.Value}'"
        );

    private async Task<AddedIntegrationToken> AddTokenAsync(params Permission[] scopes) =>
        (
            await stage
                .Server.Services.GetRequiredService<AddIntegrationToken>()
                .RunAsync(
                    Caller.Server(stage.Tenant),
                    stage.Tenant,
                    "Zapier",
                    scopes.Length == 0 ? null : PermissionSet.Of(scopes),
                    null,
                    CancellationToken.None
                )
        ).Value;

    private async Task<string> SubscribeAsync(string name, string? bearer = "", bool isGood = true)
    {
        var (_, body) = await SendAsync("/v1/hooks/subscribe", $$"""{"targetUrl":"{{stage.Receiver.Url}}","event":"{{name}}"}""", bearer);
        return isGood ? (string)JsonNode.Parse(body)!["id"]! : body;
    }

    /// <param name="bearer">Empty: the token of the test; null: none.</param>
    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string path, string json, string? bearer = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(bearer.Length == 0 ? token.Token : bearer)}");
        }

        using var answer = await stage.Server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
