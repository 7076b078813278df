using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>A table of requests, in the order in which they are sent, whose answers teach the ids that later ones name.</summary>
/// <param name="Learns">What the answer to a request, by its name, teaches: the placeholder and the member of the answer.</param>
internal sealed record SifelyStory(IReadOnlyList<Scenario> Rows, IReadOnlyDictionary<string, (string Placeholder, string Member)> Learns)
{
    /// <summary>Sends them all on a server of their own, with people of the house who have accounts and no ekeys.</summary>
    public async Task<string> TellAsync(params IReadOnlyList<string> people)
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(client, runner);
        runner.Know("stranger", await client.LogInAsync(LiveServer.Stranger));
        foreach (var person in people)
        {
            await new Population(server.Services).PersonAsync(await HouseAsync(server), $"{person}@example.com", LiveServer.Password);
            runner.Know(person, await client.LogInAsync($"{person}@example.com"));
        }

        await server.NewActsAsync();
        foreach (var scenario in Rows)
        {
            var body = await runner.RunAsync(scenario);
            if (Learns.TryGetValue(scenario.Name, out var learned))
            {
                runner.Know(learned.Placeholder, JsonNode.Parse(body)![learned.Member]!.ToJsonString());
            }
        }

        return runner.Told;
    }

    /// <summary>The tenant of the server's own doors.</summary>
    public static async Task<TenantId> HouseAsync(LiveServer server)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select tenant_id from tenant where name = 'House'", connection);
        return new TenantId((Guid)(await command.ExecuteScalarAsync())!);
    }
}
