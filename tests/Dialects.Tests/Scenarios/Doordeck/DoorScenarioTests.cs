using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Operations.Locks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Locks, sites, tiles, people and audit trails over real HTTP, database and simulated doors.</summary>
public sealed class DoorScenarioTests
{
    [Fact]
    public Task Locks_are_answered_as_approved() => CheckAsync(LockScenarios.Rows, "doordeck/locks.txt");

    [Fact]
    public Task Sites_and_tiles_are_answered_as_approved() => CheckAsync(SiteScenarios.Rows, "doordeck/sites.txt");

    [Fact]
    public Task Audit_trails_are_answered_as_approved() =>
        CheckAsync(
            TrailScenarios.Rows,
            "doordeck/trails.txt",
            async (server, people) =>
            {
                var unlock = server.Services.GetRequiredService<RemoteUnlock>();
                var (desk, guest) = (await people.CallerAsync("desk"), await people.CallerAsync("guest"));
                desk = desk with { Address = IPAddress.Parse("192.0.2.7"), UserAgent = "KMP SDK JVM - v0.227.0" };
                Assert.Null((await unlock.RunAsync(desk, people.DoorOf("Front door"), TimeSpan.FromSeconds(9), CancellationToken.None)).Error);
                await server.Services.GetRequiredService<FreezeLock>().RunAsync(desk, people.DoorOf("Front door"), true, CancellationToken.None);
                Assert.NotNull((await unlock.RunAsync(guest, people.DoorOf("Front door"), TimeSpan.FromSeconds(9), CancellationToken.None)).Error);
                await server.Services.GetRequiredService<FreezeLock>().RunAsync(desk, people.DoorOf("Front door"), false, CancellationToken.None);
                await people.GiveAsync("Front door", "guest", isDeputy: true);
                await people.GiveAsync("Front door", "guest", isDeputy: false);
                await server.NewActsAsync();
            }
        );

    /// <summary>9.1: what must be there is there in every version, and of its type.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_version_of_a_lock_has_all_members_and_those_of_beacons_are_in_the_first_alone(int version)
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        await DoordeckPeople.KnowAsync(server, runner);
        var accept = $"application/vnd.doordeck.api-v{version}+json";

        var seen = JsonNode.Parse(await runner.RunAsync(new("A lock", "GET", "/device/{Front door}", "{guest}") { Accept = accept }))!;

        var types = Types("", seen).ToList();
        string[] beacons = ["settings.txBeaconRssi Number", "settings.rxBeaconRssi Number", "settings.proximityUnlock False"];
        Assert.Equal(Members.Concat(version == 1 ? beacons : []).Order(StringComparer.Ordinal), types.Order(StringComparer.Ordinal));
    }

    /// <summary>9.1: one client takes the key alone for a yes.</summary>
    [Fact]
    public async Task A_lock_with_few_places_has_no_key_for_many_people_and_one_that_nothing_connects_none_for_times()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        var people = await DoordeckPeople.KnowAsync(server, runner);

        var keys = (await people.GetAsync("desk", "/device")).ToDictionary(
            door => (string)door!["name"]!,
            door => string.Join(' ', door!["settings"]!["capabilities"]!.AsObject().Select(capability => capability.Key)),
            StringComparer.Ordinal
        );

        Assert.Equal("CONFIGURABLE_UNLOCK_DURATION OPEN_HOURS BATCH_SHARING_25", keys["Front door"]);
        Assert.Equal("CONFIGURABLE_UNLOCK_DURATION OPEN_HOURS", keys["Back gate"]);
        Assert.Equal("BATCH_SHARING_25", keys["Shed"]);
    }

    [Fact]
    public async Task A_lock_that_was_taken_out_of_use_is_gone_for_good_for_who_held_it()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        var people = await DoordeckPeople.KnowAsync(server, runner);
        var delete = server.Services.GetRequiredService<DeleteLock>();
        Assert.Null((await delete.RunAsync(await people.CallerAsync("desk"), people.DoorOf("Office"), CancellationToken.None)).Error);

        foreach (var by in new[] { "desk", "guest", "nobody" })
        {
            foreach (var path in new[] { "", "/log", "/users" })
            {
                await runner.RunAsync(new($"{by} looks", "GET", $"/device/{{Office}}{path}", $"{{{by}}}"));
            }

            await runner.RunAsync(new($"{by} changes it", "PUT", "/device/{Office}", $"{{{by}}}") { Json = """{"favourite":true}""" });
        }

        Approved.Check("doordeck/removed.txt", runner.Told);
    }

    private static readonly string[] Members =
    [
        "id String",
        "name String",
        "colour Null",
        "start Null",
        "end Null",
        "role String",
        "favourite False",
        "unlockTime Number",
        "lastOperation Number",
        "settings.unlockTime Number",
        "settings.permittedAddresses Array",
        "settings.defaultName String",
        "settings.tiles Array",
        "settings.hidden False",
        "settings.usageRequirements {}",
        "settings.unlockBetweenWindow Null",
        "settings.directAccessEndpoints Array",
        "settings.capabilities.CONFIGURABLE_UNLOCK_DURATION String",
        "settings.capabilities.OPEN_HOURS String",
        "settings.capabilities.BATCH_SHARING_25 String",
        "settings.delay Number",
        "state.locked True",
        "state.connected True",
        "state.duration Number",
    ];

    private static IEnumerable<string> Types(string path, JsonNode node) =>
        from member in node.AsObject()
        from type in member.Value is JsonObject { Count: > 0 } inner ? Types($"{path}{member.Key}.", inner)
        : member.Value is JsonObject ? [$"{path}{member.Key} {{}}"]
        : [$"{path}{member.Key} {member.Value?.GetValueKind() ?? JsonValueKind.Null}"]
        select type;

    private static async Task CheckAsync(Scenario[] rows, string approved, Func<LiveServer, DoordeckPeople, Task>? before = null)
    {
        await using var server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        var people = await DoordeckPeople.KnowAsync(server, runner);
        if (before is not null)
        {
            await before(server, people);
        }

        foreach (var scenario in rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check(approved, runner.Told);
    }
}
