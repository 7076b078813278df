using System.Net;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Kills;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>
/// Two servers, one database, doors that count their motions: both serve every door, and the death of one costs at most a wait (design,
/// "Links and leases").
/// </summary>
public sealed class TwoNodesTests(ITestOutputHelper output)
{
    private const int Links = 4;
    private const int Callers = 12;
    private const int BeforeTheKill = 40;

    /// <summary>A rule of the system: leases are counted by the database, and so is this.</summary>
    private static readonly TimeSpan TakeoverWithin = TimeSpan.FromSeconds(15);

    /// <summary>DV-7, AU-1, KR-6; design, "Leases".</summary>
    [Fact]
    public async Task When_one_of_two_servers_is_killed_the_other_opens_every_door_within_15_seconds_and_none_moved_twice()
    {
        await using var street = new Street(Links);
        await using var database = await SharedDatabase.StartAsync();
        await using var servers = await TwoServers.StartAsync(database);
        await AssertBothLearnOfTheSetUpAsync(servers);
        await servers.PairAsync(street.Worlds.Keys);
        await AssertSharedAsync(servers, database);
        var doors = await AwaitDoorsAsync(database);
        await AssertEachServesEveryDoorAsync(servers, doors);

        await using var stream = new UnlockStream(servers.Key, doors, servers.Addresses, Callers);
        await Poll.UntilAsync(() => stream.Opened >= BeforeTheKill);
        var dead = servers.FirstNode;
        await Poll.UntilAsync(async () =>
            await database.CountAsync($"select count(*) from device_command where node_id = '{dead}' and ended_at is null") > 1
        );
        var killedAt = await database.TimeAsync();
        await servers.First.Server.KillAsync();
        await AssertTakenOverAsync(servers, database, killedAt);
        var openedBefore = stream.Opened;
        await Poll.UntilAsync(() => stream.Opened >= openedBefore + BeforeTheKill);
        await stream.EndAsync();
        await servers.StartFirstAgainAsync();
        Assert.All(await Task.WhenAll(doors.Select(door => servers.UnlockAsync(servers.Second, door))), code => Assert.Equal(0, code));
        await AssertEveryActEndedOnceAsync(servers, database, street, stream, dead);

        var motions = street.Motions;
        await AssertSharedAsync(servers, database);
        Assert.Equal(motions, street.Motions);
        await AssertEachServesEveryDoorAsync(servers, await database.DoorsAsync());
        output.WriteLine($"{street.Motions} motions in all; the stream was answered {stream}.");
    }

    private static async Task AssertBothLearnOfTheSetUpAsync(TwoServers servers)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await TenantAsync(servers.First));
        Assert.Equal(HttpStatusCode.Forbidden, await TenantAsync(servers.Second));
        await servers.SetUpAsync();
        Assert.Equal(HttpStatusCode.OK, await TenantAsync(servers.Second));
        Assert.Equal(HttpStatusCode.OK, await TenantAsync(servers.First));
    }

    private static async Task<HttpStatusCode> TenantAsync(House server) =>
        (await server.SendAsync(HttpMethod.Get, "/api/v1/tenant", $"Bearer {server.Key}")).Status;

    private static Task AssertSharedAsync(TwoServers servers, SharedDatabase database)
    {
        var links = new List<HeldLink>();
        return Poll.UntilAsync(
            async () =>
            {
                links = await database.LinksAsync();
                return new[] { servers.FirstNode, servers.SecondNode }.All(node => links.Count(link => link.Node == node) == Links / 2);
            },
            state: () => string.Join(' ', links)
        );
    }

    private static async Task<List<Door>> AwaitDoorsAsync(SharedDatabase database)
    {
        var doors = new List<Door>();
        await Poll.UntilAsync(async () => (doors = await database.DoorsAsync()).Count == Links * Street.DoorsEach);
        return doors;
    }

    private static async Task AssertEachServesEveryDoorAsync(TwoServers servers, IReadOnlyList<Door> doors)
    {
        foreach (var server in new[] { servers.First, servers.Second })
        {
            Assert.All(await Task.WhenAll(doors.Select(door => servers.UnlockAsync(server, door))), code => Assert.Equal(0, code));
            foreach (var door in doors.DistinctBy(door => door.Link))
            {
                Assert.Equal(1, (int)(await servers.AskAsync(server, $"/v3/lock/queryOpenState?lockId={door.Number}"))["state"]!);
            }
        }
    }

    private async Task AssertTakenOverAsync(TwoServers servers, SharedDatabase database, DateTime killedAt)
    {
        await Poll.UntilAsync(async () => (await database.LinksAsync()).All(link => link.Node == servers.SecondNode));
        var took = await database.TimeAsync() - killedAt;
        output.WriteLine($"The links moved within {took.TotalSeconds:0.0} s.");
        Assert.True(took <= TakeoverWithin, $"{took}");
    }

    /// <summary>What the dead node had undertaken is unknown and shown as such; everything has one beginning and one end, and the chains verify.</summary>
    private async Task AssertEveryActEndedOnceAsync(TwoServers servers, SharedDatabase database, Street street, UnlockStream stream, Guid dead)
    {
        var checks = new KillChecks(database.Connection, street.Worlds);
        await Poll.UntilAsync(async () => await checks.MissingEndsAsync() == 0);
        Assert.Equal(0, await database.CountAsync("select count(*) from device_command where ended_at is null"));
        var unknown = await database.CountAsync($"select count(*) from device_command where node_id = '{dead}' and state = 6");
        output.WriteLine($"{unknown} unlocks of the dead node are unknown.");
        Assert.True(unknown > 0);
        Assert.Equal(unknown, await checks.UnknownEndsAsync());
        Assert.Empty(await checks.RunAsync(stream.Done, servers.HeadFolder));
    }
}
