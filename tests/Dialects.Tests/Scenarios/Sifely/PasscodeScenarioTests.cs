using System.Text.Json.Nodes;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Passcodes of the Sifely wire from no credential through every refusal to success, over real HTTP, database and simulated doors.</summary>
public sealed class PasscodeScenarioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>AZ-3, AU-1, KR-3.</summary>
    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        foreach (var scenario in PasscodeScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/passcodes.txt", runner.Told);
    }

    /// <summary>4.2: an acknowledged code opens the door, a refused one is nowhere.</summary>
    [Fact]
    public async Task A_code_that_was_answered_is_in_the_lock_and_one_that_was_refused_is_not()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);

        await runner.RunAsync(new("Add", "POST", "/v3/keyboardPwd/add?lockId={Front door}&keyboardPwd=482916&endDate=0&keyboardPwdType=2&addType=2"));
        Assert.Equal(["482916"], Codes(server));

        server.Doors.Control(new WorldControl.SetFaults("front-door", new DeviceFaults { RefuseNext = true }));
        var refused = await runner.RunAsync(
            new("Add", "POST", "/v3/keyboardPwd/add?lockId={Front door}&keyboardPwd=730158&endDate=0&keyboardPwdType=2&addType=2")
        );
        Assert.Equal(1, (int)JsonNode.Parse(refused)!["code"]!);
        Assert.Equal(["482916"], Codes(server));
        var listed = await runner.RunAsync(new("List", "GET", "/v3/lock/listKeyboardPwd?lockId={Front door}"));
        Assert.DoesNotContain("730158", listed, StringComparison.Ordinal);
    }

    /// <summary>4.4 and 1.5: a link that is down is told at once, and nothing is changed.</summary>
    [Fact]
    public async Task While_the_link_is_down_nothing_is_added_changed_or_deleted_by_the_gateway()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        await runner.RunAsync(
            new("Add", "POST", "/v3/keyboardPwd/add?lockId={Front door}&keyboardPwd=482916&endDate=0&keyboardPwdType=2&addType=2")
            {
                Learns = [("pin", "keyboardPwdId")],
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
                "/v3/keyboardPwd/add?lockId={Front door}&keyboardPwd=730158&endDate=0&addType=2",
                "/v3/keyboardPwd/change?lockId={Front door}&keyboardPwdId={pin}&newKeyboardPwd=730158&changeType=2",
                "/v3/keyboardPwd/delete?lockId={Front door}&keyboardPwdId={pin}&deleteType=2",
                "/v3/keyboardPwd/deleteByCode?lockId={Front door}&keyboardPwd=482916&deleteType=2",
            }
        )
        {
            Assert.Equal(-3002, CodeOf(await runner.RunAsync(new("Refused", "POST", target))));
        }

        Assert.Equal(["482916 1"], await ListedAsync(runner));
        Assert.Equal(
            0,
            CodeOf(await runner.RunAsync(new("Delete", "POST", "/v3/keyboardPwd/delete?lockId={Front door}&keyboardPwdId={pin}&deleteType=1")))
        );
        Assert.Equal(["482916 8"], await ListedAsync(runner));
        Assert.Equal(["482916"], Codes(server));

        server.Doors.Control(new WorldControl.SetLink(true));
        await Poll.UntilAsync(async () => (await ListedAsync(runner)).Count == 0, Patience);
        Assert.Empty(Codes(server));
    }

    private static async Task<ScenarioRunner> OpenAsync(LiveServer server)
    {
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await server.NewActsAsync();
        return runner;
    }

    private static int CodeOf(string body) => (int?)JsonNode.Parse(body)!["errcode"] ?? 0;

    private static async Task<List<string>> ListedAsync(ScenarioRunner runner)
    {
        var list = JsonNode.Parse(await runner.RunAsync(new("List", "GET", "/v3/lock/listKeyboardPwd?lockId={Front door}")))!["list"]!;
        return [.. list.AsArray().Select(pin => $"{pin!["keyboardPwd"]} {pin["status"]}")];
    }

    /// <summary>What the lock really holds.</summary>
    private static List<string> Codes(LiveServer server) => [.. server.Doors.Control(new WorldControl.Look("front-door")).Value.Passcodes.Values];
}
