using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Native;
using Latchwork.Domain.Users;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>The routes of our own API from no credential through every refusal to success, over real HTTP, database and simulated doors.</summary>
public sealed class NativeScenarioTests
{
    private const int DoorCount = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>KR-6, AZ-9.</summary>
    [Fact]
    public async Task The_set_up_is_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync(setUp: false);
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        runner.Know("token", server.SetUpToken);
        foreach (var scenario in NativeScenarios.SettingUp)
        {
            var body = await runner.RunAsync(scenario);
            if (scenario.Name == NativeScenarios.SetUpDone)
            {
                runner.Know("key", $"Bearer {JsonNode.Parse(body)!["apiKey"]}");
            }
        }

        await AreDocumentedAsync(server, runner, JsonNode.Parse(runner.Seen.Single(answer => answer.Status == 201).Body)!["apiKey"]!.ToString());
        Approved.Check("native/set-up.txt", runner.Told);
    }

    /// <summary>AZ-2, AZ-3, AZ-9, AZ-10, AU-1.</summary>
    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        runner.Know("key", $"Bearer {server.NativeKey}");
        runner.Know("native", server.NativeKey);
        runner.Know("weak", await server.AddKeyAsync(Permission.LocksRead));
        runner.Know("integrator", await server.AddKeyAsync(Permission.WebhooksWrite));
        runner.Know("teller", await server.AddKeyAsync(Permission.AlertsWrite));
        runner.Know("giver", await server.AddKeyAsync(Permission.CredentialsWrite));
        runner.Know("owner", LiveServer.Account);
        runner.Know("other", await server.AddTenantAsync());
        await KnowDoorsAsync(server, runner);
        foreach (var scenario in NativeScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        await AreDocumentedAsync(server, runner, server.NativeKey);
        Approved.Check("native/scenarios.txt", runner.Told);
    }

    /// <summary>Every answer is as the OpenAPI document says.</summary>
    private static async Task AreDocumentedAsync(LiveServer server, ScenarioRunner runner, string key)
    {
        var documented = await DocumentedAnswers.OfAsync(server.Http, key);
        var faults = runner
            .Seen.Where(answer => answer.Target.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(answer => documented.Faults(answer.Verb, answer.Target, answer.Status, answer.Body));
        Assert.Equal("", string.Join('\n', faults));
    }

    private static async Task KnowDoorsAsync(LiveServer server, ScenarioRunner runner)
    {
        var (locks, lockers) = (new JsonArray(), new JsonArray());
        await Poll.UntilAsync(
            async () =>
            {
                locks = await ItemsAsync(server, "/api/v1/locks");
                lockers = await ItemsAsync(server, "/api/v1/lockers");
                return lockers.Count == 1
                    && locks.Count == DoorCount
                    && locks.All(item => (bool)item!["isOnline"]! || (string)item["name"]! == "Shed");
            },
            Patience
        );
        foreach (var item in locks.Concat(lockers).Concat(await ItemsAsync(server, "/api/v1/links")))
        {
            runner.Know((string)item!["name"]!, (string)item["id"]!);
        }

        await server.NewActsAsync();
    }

    private static async Task<JsonArray> ItemsAsync(LiveServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.NativeKey);
        using var answer = await server.Http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]!.AsArray();
    }
}
