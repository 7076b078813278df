using System.Text.Json.Nodes;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Cards and fingerprints of the Sifely wire from no credential through every refusal to success, over real HTTP, database and doors.</summary>
public sealed class CardScenarioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>AZ-3, AU-1, KR-3.</summary>
    [Fact]
    public async Task Cards_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        foreach (var scenario in CardScenarios.Cards)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/cards.txt", runner.Told);
    }

    /// <summary>AZ-3, AU-1.</summary>
    [Fact]
    public async Task Fingerprints_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await ExecuteAsync(server, $"update smart_lock set capabilities = capabilities | {(int)Capabilities.Fingerprints} where name = 'Shed'");
        foreach (var scenario in CardScenarios.Fingerprints)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/fingerprints.txt", runner.Told);
    }

    /// <summary>7.2, 7.3, 9: turned round at the wire, the card is at the reader what the reader reads.</summary>
    [Fact]
    public async Task A_card_opens_the_door_until_it_is_deleted_and_its_number_finds_its_records()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await runner.RunAsync(
            new("Add", "POST", "/v3/identityCard/addForReversedCardNumber?lockId={Front door}&cardNumber=3661413478&startDate=0&endDate=0&addType=2")
            {
                Learns = [("card", "cardId")],
            }
        );

        Assert.Equal(BoltState.Unlocked, Present(server).Bolt);
        Assert.Equal(["1723612378 1"], await ListedAsync(runner));
        await Poll.UntilAsync(async () => (await HistoryAsync(runner, "1723612378")).SequenceEqual(["7 1"]), Patience);
        Assert.Empty(await HistoryAsync(runner, "3661413478"));

        server.Doors.Control(new WorldControl.TurnBolt("front-door", BoltState.Locked));
        await runner.RunAsync(new("Delete", "POST", "/v3/identityCard/delete?lockId={Front door}&cardId={card}&deleteType=2"));
        Assert.Equal(BoltState.Locked, Present(server).Bolt);
        Assert.Empty(await ListedAsync(runner));
    }

    /// <summary>13.4, 1.5: what cannot be taken off stays visible until the lock has confirmed it.</summary>
    [Fact]
    public async Task While_the_link_is_down_a_card_is_refused_and_one_that_is_cleared_stays_visible()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await runner.RunAsync(
            new("Add", "POST", "/v3/identityCard/add?lockId={Front door}&cardNumber=1723612378&startDate=0&endDate=0&addType=2")
            {
                Learns = [("card", "cardId")],
            }
        );
        server.Doors.Control(new WorldControl.SetLink(false));
        await Poll.UntilAsync(
            async () => CodeOf(await runner.RunAsync(new("State", "GET", "/v3/lock/queryOpenState?lockId={Front door}"))) == -3002,
            Patience
        );

        foreach (
            var target in new[]
            {
                "/v3/identityCard/add?lockId={Front door}&cardNumber=7&startDate=0&endDate=0&addType=2",
                "/v3/identityCard/changePeriod?lockId={Front door}&cardId={card}&startDate=1&endDate=0&changeType=2",
                "/v3/identityCard/delete?lockId={Front door}&cardId={card}&deleteType=2",
                "/v3/identityCard/clear?lockId={Front door}&type=2",
            }
        )
        {
            Assert.Equal(-3002, CodeOf(await runner.RunAsync(new("Refused", "POST", target))));
        }

        Assert.Equal(["1723612378 1"], await ListedAsync(runner));
        Assert.Equal(0, CodeOf(await runner.RunAsync(new("Clear", "POST", "/v3/identityCard/clear?lockId={Front door}&type=1"))));
        Assert.Equal(["1723612378 8"], await ListedAsync(runner));

        server.Doors.Control(new WorldControl.SetLink(true));
        await Poll.UntilAsync(async () => (await ListedAsync(runner)).Count == 0, Patience);
        Assert.Empty(server.Doors.Control(new WorldControl.Look("front-door")).Value.Cards);
    }

    private static async Task<ScenarioRunner> OpenAsync(LiveServer server)
    {
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await server.NewActsAsync();
        return runner;
    }

    private static DeviceTruth Present(LiveServer server) =>
        server.Doors.Control(new WorldControl.Present("front-door", CredentialKind.Card, "66BC3CDA")).Value;

    private static int CodeOf(string body) => (int?)JsonNode.Parse(body)!["errcode"] ?? 0;

    private static async Task<List<string>> ListedAsync(ScenarioRunner runner)
    {
        var list = JsonNode.Parse(await runner.RunAsync(new("List", "GET", "/v3/identityCard/list?lockId={Front door}")))!["list"]!;
        return [.. list.AsArray().Select(card => $"{card!["cardNumber"]} {card["cardStatus"]}")];
    }

    /// <summary>The records of what has this number: their types, and whether it was let in.</summary>
    private static async Task<List<string>> HistoryAsync(ScenarioRunner runner, string number)
    {
        var target = $"/v3/lockRecord/list?lockId={{Front door}}&searchStr={number}";
        var list = JsonNode.Parse(await runner.RunAsync(new("Records", "GET", target)))!["list"]!;
        return [.. list.AsArray().Select(row => $"{row!["recordType"]} {row["success"]}")];
    }

    private static async Task ExecuteAsync(LiveServer server, string statement)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
