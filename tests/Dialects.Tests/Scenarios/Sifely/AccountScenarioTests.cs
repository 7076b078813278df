using System.Text.Json.Nodes;

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
