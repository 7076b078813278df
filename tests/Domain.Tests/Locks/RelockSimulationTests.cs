using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Locks;

/// <summary>DV-7 and the promises of relock and open hours, for lying locks, lost links, dying servers and days on which the clocks change.</summary>
public sealed class RelockSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;
    private const int Steps = 500;

    [Fact]
    public void Doors_lock_again_for_a_thousand_seeds()
    {
        var total = new RelockReport();
        var broken = new List<string>();
        var gate = new Lock();
        Parallel.For(
            0,
            Seeds,
            seed =>
            {
                var (report, failure) = Run((ulong)seed);
                lock (gate)
                {
                    total += report;
                    broken.AddRange(failure);
                }
            }
        );
        Assert.True(broken.Count == 0, $"{broken.Count} seeds failed.\n{string.Join('\n', broken.Take(10))}");
        output.WriteLine(total.ToString());
        Assert.True(total is { Locked: > 20_000, Opened: > 100, Unknown: > 2_000, Told: > 500, Read: > 2_000 }, total.ToString());
    }

    private static (RelockReport Report, string[] Failure) Run(ulong seed)
    {
        try
        {
            return (RelockSimulation.Run(seed, Steps), []);
        }
        catch (RelockRuleException broken)
        {
            return (new RelockReport(), [broken.Message]);
        }
    }
}
