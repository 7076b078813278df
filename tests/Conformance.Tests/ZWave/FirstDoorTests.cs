using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

/// <summary>
/// The whole on one page: the real server, the real Z-Wave stack on a simulated radio, set up and paired as an operator does it, used as a client
/// of the Sifely wire does it.
/// </summary>
[Collection(ZWaveRadio.Name)]
public sealed class FirstDoorTests(ZWaveFixture radio)
{
    private const int Node = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_of_the_Sifely_wire_moves_a_bolt_that_was_paired_over_our_own(bool byCommandLine)
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("reset", new { node = Node });
        await using var house = await House.SetUpAsync();
        var link = byCommandLine ? await PairByCommandLineAsync(house) : await house.PairAsync(radio);
        var name = await house.AwaitLockAsync(link, Node);

        var key = await house.SifelyKeyAsync();
        var lockId = await house.LockNumberAsync(key, name);
        Assert.Equal(0, await ErrorCodeAsync(house, key, $"/v3/lock/lock?lockId={lockId}"));
        var before = await MotionsAsync();
        Assert.Equal(0, await ErrorCodeAsync(house, key, $"/v3/lock/unlock?lockId={lockId}"));

        Assert.Equal((0, before + 1), (await ModeAsync(), await MotionsAsync()));
        Assert.Equal(1, (int)(await house.SifelyAsync(key, $"/v3/lock/queryOpenState?lockId={lockId}"))["state"]!);
        await AssertRecordedOnceAsync(house, key, lockId);
    }

    [Fact]
    public async Task The_locks_of_a_Z_Wave_server_join_the_demo()
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo", "--zwave", radio.Server] });

        var doors = server.Ready["sifely"]!["locks"]!.AsArray();
        Assert.Contains(doors, door => (string)door!["name"]! == "Front door");
        Assert.True(doors.Count > 4, doors.ToJsonString());
    }

    private async Task<string> PairByCommandLineAsync(House house)
    {
        var paired = await Operator.RunAsync(
            house.Server.BaseUrl,
            house.Key,
            "",
            "links",
            "pair",
            "zwave-js",
            radio.Server,
            "--name",
            "Stick",
            "--json"
        );
        Assert.True(paired.ExitCode == 0, paired.Errors);
        return (string)JsonNode.Parse(paired.Output)!["id"]!;
    }

    /// <summary>AU-1: one asked, one ended; the wire shows the ended one.</summary>
    private static async Task AssertRecordedOnceAsync(House house, string key, int lockId)
    {
        const int remoteUnlock = 12;
        var rows = await house.SifelyAsync(key, $"/v3/lockRecord/list?lockId={lockId}&recordType={remoteUnlock}");
        Assert.Equal(1, (int)rows["total"]!);
        Assert.Equal(1, (int)rows["list"]![0]!["success"]!);
        var stages = await house.Server.AskDatabaseAsync("select string_agg(stage::text, ',' order by sequence) from audit_event where kind = 1");
        Assert.Equal("1,2", stages);
    }

    private static async Task<int> ErrorCodeAsync(House house, string key, string path) => (int)(await house.SifelyAsync(key, path))["errcode"]!;

    private async Task<int> ModeAsync() => (await LookAsync()).GetProperty("mode").GetInt32();

    private async Task<int> MotionsAsync() => (await LookAsync()).GetProperty("motions").GetProperty("done").GetInt32();

    private Task<JsonElement> LookAsync() => radio.LookAsync(Node);
}
