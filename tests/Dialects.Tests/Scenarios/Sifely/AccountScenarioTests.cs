using System.Text.Json.Nodes;
using Latchwork.Operations.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Tokens, the wire of TTLock and the people of its applications, over real HTTP and database.</summary>
public sealed class AccountScenarioTests
{
    private const string Native = "/api/v1/api-clients";

    /// <summary>AK-4, AK-6, AZ-5.</summary>
    [Fact]
    public async Task Tokens_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        foreach (var scenario in AccountScenarios.Tokens)
        {
            var body = await runner.RunAsync(scenario);
            if (scenario.Name == "A code without an address")
            {
                runner.Know("code", (string)JsonNode.Parse(body)!["data"]!["code"]!);
            }
        }

        Approved.Check("sifely/tokens.txt", runner.Told);
    }

    /// <summary>19: every answer has status 200, and errors have its three members.</summary>
    [Fact]
    public async Task The_wire_of_TTLock_is_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await AddAppAsync(server, runner);
        foreach (var scenario in AccountScenarios.TTLock)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/ttlock.txt", runner.Told);
    }

    /// <summary>19.1, KR-5, AU-1.</summary>
    [Fact]
    public async Task The_people_of_an_application_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync(("Sifely:SelfRegistration", "true"));
        var runner = await OpenAsync(server);
        await AddAppAsync(server, runner);
        foreach (var scenario in AccountScenarios.Users)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/users.txt", runner.Told);
    }

    /// <summary>16, 20 (6): what an operator sets is learnt with one call, and holds from the next on.</summary>
    [Fact]
    public async Task A_plan_refuses_what_it_does_not_include()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        var (_, listed) = await NativeAsync(server, HttpMethod.Get, Native, null);
        var client = (string)listed["items"]!.AsArray().Single(item => (string)item!["kind"]! == "sifely")!["id"]!;
        var unlock = new Scenario("Unlock", "POST", "/v3/lock/unlock?lockId={Front door}");
        var list = new Scenario("List", "POST", "/v3/key/list");

        await LimitAsync(server, runner, client, """{"subscription":"expired"}""");
        Assert.Equal((402, 402), await AskAsync(server, runner, list));

        await LimitAsync(server, runner, client, """{"deviceLimit":3}""");
        Assert.Equal((402, 50504), await AskAsync(server, runner, unlock));
        Assert.Equal((200, 0), await AskAsync(server, runner, list));

        await LimitAsync(server, runner, client, """{"plan":"DEVELOPER"}""");
        Assert.Equal((200, 0), await AskAsync(server, runner, unlock));
        Assert.Contains(
            "\"plan\":\"DEVELOPER\"",
            await runner.RunAsync(new("Log in", "POST", "/system/smart/login?account={account}&password={md5}", null)),
            StringComparison.Ordinal
        );

        await LimitAsync(server, runner, client, """{"callsPerMonth":12}""");
        var left = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            left.Add((await AskAsync(server, runner, list)).Status);
        }

        Assert.Contains(200, left);
        Assert.Equal(429, left[^1]);
        await LimitAsync(server, runner, client, "{}");
        Assert.Equal((200, 0), await AskAsync(server, runner, list));
    }

    /// <summary>16: an account that never asked for its key is on the plan like any other, and is told when the month is over.</summary>
    [Fact]
    public async Task A_plan_holds_for_an_account_that_uses_tokens_alone()
    {
        await using var server = await LiveServer.StartAsync(("Sifely:Plan", "TINY"), ("Sifely:Plans:TINY:CallsPerMonth", "2"));
        var token = await TokenAsync(server);
        Assert.Equal(200, (await ListAsync(server, token)).Status);
        Assert.Equal(200, (await ListAsync(server, token)).Status);

        var (status, retryAfter) = await ListAsync(server, token);

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(429, status);
        Assert.Equal(new DateTime(now.Year, now.Month, 1).AddMonths(1), now + retryAfter!.Value, TimeSpan.FromMinutes(1));
    }

    /// <summary>16: every authenticated request is one of the month's.</summary>
    [Fact]
    public async Task A_call_that_comes_too_soon_is_counted_in_the_month()
    {
        await using var server = await LiveServer.StartAsync(
            ("Sifely:Plan", "TINY"),
            ("Sifely:Plans:TINY:CallsPerMonth", "100"),
            ("Sifely:Plans:TINY:CallsPerMinute", "1")
        );
        var token = await TokenAsync(server);
        Assert.Equal(200, (await ListAsync(server, token)).Status);
        Assert.Equal(429, (await ListAsync(server, token)).Status);
        Assert.Equal(429, (await ListAsync(server, token)).Status);
        await server.Services.GetRequiredService<ClientUsage>().FlushAsync(CancellationToken.None);

        var (_, listed) = await NativeAsync(server, HttpMethod.Get, Native, null);

        Assert.Equal(3, (int)listed["items"]!.AsArray().Single(item => (string)item!["kind"]! == "sifely")!["callsThisMonth"]!);
    }

    /// <summary>2.1: both members, or none.</summary>
    [Theory]
    [InlineData("client_id={app}&client_secret={secret}", 200, 200)]
    [InlineData("client_id={app}&client_secret=y", 401, 10001)]
    [InlineData("client_id={app}", 200, 200)]
    [InlineData("client_id=x&client_secret=y", 200, 200)]
    public async Task A_log_in_for_a_key_that_names_a_registered_application_knows_its_secret(string named, int status, int code)
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await AddAppAsync(server, runner);

        var logIn = new Scenario("Log in", "POST", $"/system/smart/login?account={{account}}&password={{md5}}&{named}", null);

        Assert.Equal((status, code), await AskAsync(server, runner, logIn));
    }

    /// <summary>2.3: the token is right, and the client another one.</summary>
    [Fact]
    public async Task Another_client_than_the_one_that_tokens_were_given_to_is_an_invalid_client()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await runner.RunAsync(
            new("Log in", "POST", "/oauth2/token?clientId=mine&username={account}&password={md5}", null) { Learns = [("tt", "refresh_token")] }
        );

        var refresh = new Scenario("Refresh", "POST", "/oauth2/token?clientId=other&grant_type=refresh_token&refresh_token={tt}", null);
        Assert.Contains("\"errcode\":10001", await runner.RunAsync(refresh), StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(LiveServer server)
    {
        var (_, body, _) = await new SifelyClient(server.Http).PostAsync(
            $"/system/smart/login?client_id=mine&username={LiveServer.Account}&password={LiveServer.PasswordMd5}",
            key: null
        );
        return (string)JsonNode.Parse(body)!["data"]!["token"]!;
    }

    private static async Task<(int Status, TimeSpan? RetryAfter)> ListAsync(LiveServer server, string token)
    {
        var (status, _, headers) = await new SifelyClient(server.Http).PostAsync("/v3/key/list", token);
        return (status, headers.RetryAfter?.Delta);
    }

    /// <summary>KR-3: masked, no digits are told and none are revealed.</summary>
    [Fact]
    public async Task An_operator_can_mask_the_digits_for_a_client()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await runner.RunAsync(new("Add", "POST", "/v3/keyboardPwd/add?lockId={Front door}&keyboardPwd=482916&endDate=0&addType=2"));
        var (_, listed) = await NativeAsync(server, HttpMethod.Get, Native, null);
        var client = (string)listed["items"]!.AsArray().Single(item => (string)item!["kind"]! == "sifely")!["id"]!;
        Assert.Equal(200, (await NativeAsync(server, HttpMethod.Put, $"{Native}/{client}/limits", """{"masksCodes":true}""")).Status);
        await server.NewActsAsync();

        var masked = JsonNode.Parse(await runner.RunAsync(new("List", "GET", "/v3/lock/listKeyboardPwd?lockId={Front door}")))!["list"]![0]!;

        Assert.Equal(("", 1), ((string)masked["keyboardPwd"]!, (int)masked["status"]!));
        Assert.Equal("none", await server.NewActsAsync());
    }

    private static async Task<ScenarioRunner> OpenAsync(LiveServer server)
    {
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        runner.Know("now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        await server.NewActsAsync();
        return runner;
    }

    private static async Task AddAppAsync(LiveServer server, ScenarioRunner runner)
    {
        var (status, made) = await NativeAsync(server, HttpMethod.Post, Native, """{"name":"Rooms"}""");
        Assert.Equal(201, status);
        runner.Know("app", (string)made["clientId"]!);
        runner.Know("secret", (string)made["clientSecret"]!);
        runner.Know("prefix", (string)made["userPrefix"]!);
        await server.NewActsAsync();
    }

    private static async Task LimitAsync(LiveServer server, ScenarioRunner runner, string client, string json)
    {
        Assert.Equal(200, (await NativeAsync(server, HttpMethod.Put, $"{Native}/{client}/limits", json)).Status);
        await AskAsync(server, runner, new("Learn", "POST", "/v3/key/list"));
    }

    private static async Task<(int Status, JsonNode Body)> NativeAsync(LiveServer server, HttpMethod verb, string target, string? json)
    {
        using var request = new HttpRequestMessage(verb, target);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.NativeKey}");
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static async Task<(int Status, int Code)> AskAsync(LiveServer server, ScenarioRunner runner, Scenario scenario)
    {
        using var request = scenario.ToRequest(runner.Fill);
        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, (int?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"] ?? 0);
    }
}
