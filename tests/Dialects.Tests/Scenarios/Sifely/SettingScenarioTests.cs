using System.Text.Json.Nodes;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Settings over real HTTP, database and simulated doors (13.7, 19.2).</summary>
public sealed class SettingScenarioTests
{
    private const string Door = "front-door";
    private const string Super = "7319049";

    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await server.NewActsAsync();
        foreach (var scenario in SettingScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/settings.txt", runner.Told);
        var truth = server.Doors.Control(new WorldControl.Look(Door)).Value;
        Assert.Equal((1, 5), (truth.Settings[LockSetting.Sound], truth.Settings[LockSetting.Volume]));
        Assert.Contains(Super, truth.Passcodes.Values);
    }

    /// <summary>DV-7 is the plan's; here it is that whoever opens over the wire finds the door locked again, in any family.</summary>
    [Fact]
    public async Task A_door_that_was_opened_over_the_wire_locks_again()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await runner.RunAsync(new("Auto-lock", "POST", "/v3/lock/setAutoLockTime?lockId={Front door}&seconds=5&type=2"));
        await runner.RunAsync(new("Unlock", "POST", "/v3/lock/unlock?lockId={Front door}"));
        Assert.Equal(BoltState.Unlocked, server.Doors.Control(new WorldControl.Look(Door)).Value.Bolt);

        await Poll.UntilAsync(
            async () =>
                (int?)JsonNode.Parse(await runner.RunAsync(new("State", "GET", "/v3/lock/queryOpenState?lockId={Front door}")))!["state"] == 0,
            TimeSpan.FromSeconds(30)
        );
    }

    /// <summary>KR-3.</summary>
    [Fact]
    public async Task Only_the_owner_sees_the_super_passcode_and_a_reveal_is_recorded_once_an_hour()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        await runner.RunAsync(new("Super", "POST", $"/v3/lock/changeAdminKeyboardPwd?lockId={{Front door}}&password={Super}&changeType=2"));
        await server.NewActsAsync();

        var shown = await runner.RunAsync(new("Detail", "GET", "/v3/lock/detail?lockId={Front door}"));
        Assert.Equal(Super, (string?)JsonNode.Parse(shown)!["noKeyPwd"]);
        Assert.Equal("CredentialRevealed Whole Done", await server.NewActsAsync());
        await runner.RunAsync(new("Keys", "GET", "/v3/key/list"));
        Assert.Equal("none", await server.NewActsAsync());
    }
}
