using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

public sealed class WebhookScenarioTests
{
    private const string Guest = "guest@example.com";

    [Fact]
    public async Task The_scenarios_of_webhooks_are_answered_as_approved()
    {
        await using var receiver = new WebhookReceiver();
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        await new Population(server.Services).PersonAsync(await HouseAsync(server), Guest, LiveServer.Password);
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        runner.Know("receiver", receiver.Url);
        runner.Know("guest", await client.LogInAsync(Guest));
        runner.Know("key", await client.LogInAsync());
        var older = await client.PostAsync($"/system/smart/login?username={LiveServer.Account}&password={LiveServer.PasswordMd5}", key: null);
        runner.Know("token", (string)JsonNode.Parse(older.Body)!["data"]!["token"]!);
        await server.NewActsAsync();
        foreach (var scenario in WebhookScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/webhooks.txt", runner.Told);
        Assert.Single(receiver.Received);
    }

    private static async Task<TenantId> HouseAsync(LiveServer server)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select tenant_id from tenant where name = 'House'", connection);
        return new TenantId((Guid)(await command.ExecuteScalarAsync())!);
    }
}
