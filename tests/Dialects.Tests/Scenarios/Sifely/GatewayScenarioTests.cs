using System.Text.Json.Nodes;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Gateways, door sensors and records, over real HTTP, database and simulated doors (AZ-3, AU-1, AU-4, KR-7).</summary>
public sealed class GatewayScenarioTests
{
    private const string Pin = "482916";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Gateways_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await KnowGatewaysAsync(new SifelyClient(server.Http), runner);
        await server.NewActsAsync();
        foreach (var scenario in GatewayScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/gateways.txt", runner.Told);
    }

    [Fact]
    public async Task Records_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await OpenWithPinAsync(server, runner);
        foreach (var scenario in RecordScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        var told = runner.Told;
        Assert.DoesNotContain("730158", told.Replace(RecordScenarios.Rows[10].Json!, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Approved.Check("sifely/records.txt", told);
    }

    /// <summary>A code is set, shown at the door, and the door moves; then the runner knows the record of it.</summary>
    private static async Task OpenWithPinAsync(LiveServer server, ScenarioRunner runner)
    {
        var add = $"/v3/keyboardPwd/add?lockId={{Front door}}&keyboardPwd={Pin}&endDate=0&keyboardPwdType=2&addType=2&keyboardPwdName=Anna";
        await runner.RunAsync(new("A code", "POST", add));
        server.Doors.Control(new WorldControl.Present("front-door", CredentialKind.Passcode, Pin));
        server.Doors.Control(new WorldControl.MoveDoor("front-door", DoorState.Open));
        server.Doors.Control(new WorldControl.MoveDoor("front-door", DoorState.Closed));
        var search = new Scenario("Its record", "GET", $"/v3/lockRecord/list?lockId={{Front door}}&searchStr={Pin}");
        var doors = new Scenario("The door", "GET", "/v3/doorSensor/listRecord?lockId={Front door}");
        var quiet = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), quiet);
        await Poll.UntilAsync(async () => TotalOf(await quiet.RunAsync(search)) == 1 && TotalOf(await quiet.RunAsync(doors)) == 2, Patience);
        var found = JsonNode.Parse(await quiet.RunAsync(search))!["list"]![0]!["recordId"]!.ToJsonString();
        runner.Know("a record", found);
        await server.NewActsAsync();
    }

    private static int TotalOf(string body) => (int)JsonNode.Parse(body)!["total"]!;

    private static async Task KnowGatewaysAsync(SifelyClient client, ScenarioRunner runner)
    {
        runner.Know("the gateway", await GatewayAsync(client, LiveServer.Account));
        runner.Know("a stranger's gateway", await GatewayAsync(client, LiveServer.Stranger));
    }

    private static async Task<string> GatewayAsync(SifelyClient client, string account)
    {
        var (_, body, _) = await client.PostAsync("/v3/gateway/list", await client.LogInAsync(account));
        return JsonNode.Parse(body)!["list"]![0]!["gatewayId"]!.ToJsonString();
    }

    private static async Task<ScenarioRunner> OpenAsync(LiveServer server)
    {
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await server.NewActsAsync();
        return runner;
    }
}
