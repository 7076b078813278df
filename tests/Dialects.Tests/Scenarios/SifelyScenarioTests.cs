using System.Text.Json.Nodes;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>The routes of the Sifely wire from no credential through every refusal to success, over real HTTP, database and simulated doors.</summary>
public sealed class SifelyScenarioTests : IAsyncLifetime
{
    private static readonly string[] DoorNames = ["Front door", "Back gate", "Office"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private LiveServer server = null!;
    private ScenarioRunner runner = null!;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        runner = new ScenarioRunner(server);
        runner.Know("md5", LiveServer.PasswordMd5);
        runner.Know("account", LiveServer.Account);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await KnowDoorsAsync();
        foreach (var scenario in SifelyScenarios.Rows)
        {
            var body = await runner.RunAsync(scenario);
            if (scenario.Name == SifelyScenarios.OlderLogIn)
            {
                runner.Know("token", (string)JsonNode.Parse(body)!["data"]!["token"]!);
            }
        }

        Approved.Check("sifely/scenarios.txt", runner.Told);
    }

    /// <summary>AK-2 and AK-3; section 21.</summary>
    [Fact]
    public async Task Two_log_ins_return_one_key_and_a_roll_ends_it_at_once()
    {
        var first = await LogInAsync();
        Assert.Equal(first, await LogInAsync());

        var rolled = await Task.WhenAll(RollAsync(first), RollAsync(first));

        Assert.Equal([200, 401], rolled.Select(r => r.Status).Order());
        var next = rolled.Single(r => r.Status == 200).Key!;
        Assert.NotEqual(first, next);
        Assert.Equal(401, (await SendAsync("/v3/key/list", first)).Status);
        Assert.Equal(200, (await SendAsync("/v3/key/list", next)).Status);
        Assert.Equal(next, await LogInAsync());
    }

    [Fact]
    public async Task While_the_link_is_down_a_motion_is_refused_at_once_and_nothing_moves()
    {
        await KnowDoorsAsync();
        server.Doors.Control(new WorldControl.SetLink(false));
        await Poll.UntilAsync(
            async () =>
            {
                var state = await runner.RunAsync(new Scenario("wait", "GET", "/v3/lock/queryOpenState?lockId={Front door}"));
                return state.Contains("-3002", StringComparison.Ordinal);
            },
            Patience
        );
        var answer = await runner.RunAsync(new Scenario("unlock", "POST", "/v3/lock/unlock?lockId={Front door}"));

        Assert.Equal(-3002, (int)JsonNode.Parse(answer)!["code"]!);
    }

    /// <summary>Log-in needs no door, but every other row does: they appear once the link was reached.</summary>
    private async Task KnowDoorsAsync()
    {
        var key = await LogInAsync();
        runner.Know("key", key);
        JsonNode page = new JsonObject();
        await Poll.UntilAsync(
            async () =>
            {
                page = JsonNode.Parse((await SendAsync("/v3/lock/list", key)).Body)!;
                return (int)page["total"]! == DoorNames.Length && page["list"]!.AsArray().All(item => (int)item!["isOnline"]! == 1);
            },
            Patience
        );
        foreach (var item in page["list"]!.AsArray())
        {
            runner.Know((string)item!["lockName"]!, item["lockId"]!.ToJsonString());
        }

        await server.NewActsAsync();
    }

    private async Task<string> LogInAsync()
    {
        var target = $"/system/smart/login?account={LiveServer.Account}&password={LiveServer.PasswordMd5}";
        return (string)JsonNode.Parse((await SendAsync(target, key: null)).Body)!["clientToken"]!;
    }

    private async Task<(int Status, string? Key)> RollAsync(string key)
    {
        var (status, body) = await SendAsync("/client/roll-token", key);
        return (status, (string?)JsonNode.Parse(body)!["clientToken"]);
    }

    private async Task<(int Status, string Body)> SendAsync(string target, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", key);
        }

        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
