using System.Text.Json.Nodes;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>The routes of the Sifely wire from no credential through every refusal to success, over real HTTP, database and simulated doors.</summary>
public sealed class SifelyScenarioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(client, runner);
        await server.NewActsAsync();
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
    public async Task Two_log_ins_return_one_key_and_of_two_rolls_at_once_one_ends_it()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var first = await client.LogInAsync();
        Assert.Equal(first, await client.LogInAsync());

        var rolled = await Task.WhenAll(client.PostAsync("/client/roll-token", first), client.PostAsync("/client/roll-token", first));

        Assert.Equal([200, 401], rolled.Select(r => r.Status).Order());
        var next = (string)JsonNode.Parse(rolled.Single(r => r.Status == 200).Body)!["clientToken"]!;
        Assert.NotEqual(first, next);
        Assert.Equal(401, (await client.PostAsync("/v3/key/list", first)).Status);
        Assert.Equal(200, (await client.PostAsync("/v3/key/list", next)).Status);
        Assert.Equal(next, await client.LogInAsync());
    }

    /// <summary>RL-1: who guesses is stopped, whose key works goes on.</summary>
    [Fact]
    public async Task After_ten_wrong_passwords_it_is_429_and_the_key_of_the_account_still_works()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var key = await client.LogInAsync();
        var wrong = $"/system/smart/login?account={LiveServer.Account}&password=00000000000000000000000000000000";
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(401, (await client.PostAsync(wrong, key: null)).Status);
        }

        var (status, _, headers) = await client.PostAsync(wrong, key: null);

        Assert.Equal(429, status);
        Assert.NotNull(headers.RetryAfter);
        Assert.Equal(200, (await client.PostAsync("/v3/key/list", key)).Status);
    }

    /// <summary>RL-5 and AK-7; section 16.</summary>
    [Fact]
    public async Task Calls_over_the_limit_are_429_and_do_not_use_up_the_motions()
    {
        await using var server = await LiveServer.StartAsync(("Sifely:CallsPerMinute", "3"));
        var client = new SifelyClient(server.Http);
        var key = await client.LogInAsync();
        var left = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            left.Add((await client.PostAsync("/v3/key/list", key)).Headers.GetValues("X-RateLimit-Remaining").Single());
        }

        var (status, body, headers) = await client.PostAsync("/v3/key/list", key);

        Assert.Equal(["2", "1", "0"], left);
        Assert.Equal((429, 429), (status, (int)JsonNode.Parse(body)!["code"]!));
        Assert.InRange(headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("3", headers.GetValues("X-RateLimit-Limit").Single());
        Assert.Equal(400, (await client.PostAsync("/v3/lock/unlock?lockId=1", key)).Status);
        Assert.Equal("3", (await client.PostAsync("/v3/key/list", key: null)).Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public async Task While_the_link_is_down_a_motion_is_refused_at_once()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(client, runner);
        server.Doors.Control(new WorldControl.SetLink(false));
        await Poll.UntilAsync(
            async () =>
                (await runner.RunAsync(new("State", "GET", "/v3/lock/queryOpenState?lockId={Front door}"))).Contains(
                    "-3002",
                    StringComparison.Ordinal
                ),
            Patience
        );

        var answer = await runner.RunAsync(new("Unlock", "POST", "/v3/lock/unlock?lockId={Front door}"));

        Assert.Equal(-3002, (int)JsonNode.Parse(answer)!["code"]!);
    }
}
