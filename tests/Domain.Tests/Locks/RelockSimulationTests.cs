using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Locks;

/// <summary>DV-7 and the promises of relock and open hours, for lying locks, lost links, dying servers and days on which the clocks change.</summary>
public sealed class RelockSimulationTests(ITestOutputHelper output)
{
    private const int SeedsRun = 1_000;
    private const int Steps = 500;

    [Fact]
    public void Doors_lock_again_for_a_thousand_seeds()
    {
        var total = Seeds.AllHold(SeedsRun, seed => RelockSimulation.Run(seed, Steps));
        output.WriteLine(total.ToString());
        Assert.True(
            total is { Locked: > 20_000, LockedAsAsked: > 5_000, Opened: > 100, Unknown: > 2_000, Told: > 500, Read: > 2_000 },
            total.ToString()
        );
    }
}
