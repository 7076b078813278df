using Latchwork.Testing.Kills;

namespace Latchwork.Conformance.Tests;

public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>AU-1, AZ-4, DV-7, FS-1, WH-1. How soon the server is ready again is measured; the bound is far above what it takes.</summary>
    [Fact]
    public async Task Kills_of_the_server_and_its_database_lose_nothing_and_repeat_nothing()
    {
        var outcome = await KillRun.RunAsync(new KillPlan(ServerKills: 12, DatabaseKills: 8));

        output.WriteLine(outcome.ToString());
        Assert.Empty(outcome.Faults);
        Assert.All(outcome.Loads, load => output.WriteLine($"{load.Rule}: {load}"));
        Assert.All(outcome.Loads, load => Assert.True(load.Faults.Count == 0, string.Join('\n', load.Faults)));
        Assert.All(outcome.Loads, load => Assert.All(load.Counts.Values.Take(2), count => Assert.True(count > 20, $"{load}")));
        Assert.True(outcome.Acknowledged > 1000, outcome.ToString());
        Assert.All(outcome.ReadyAfter, ready => Assert.True(ready < TimeSpan.FromSeconds(60), outcome.ToString()));
    }
}
