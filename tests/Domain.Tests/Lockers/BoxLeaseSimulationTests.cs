using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Lockers;

/// <summary>No two leases of a box at one time, one opening opens once, nothing opens after its end: for lost answers and sleeping clocks.</summary>
public sealed class BoxLeaseSimulationTests(ITestOutputHelper output)
{
    private const int SeedsRun = 1_000;
    private const int Steps = 500;

    [Fact]
    public void Leases_of_a_box_keep_their_promises_for_a_thousand_seeds()
    {
        var total = Seeds.AllHold(SeedsRun, seed => BoxLeaseSimulation.Run(seed, Steps));
        output.WriteLine(total.ToString());
        Assert.True(
            total
                is {
                    Leased: > 10_000,
                    Opened: > 5_000,
                    Refused: > 10_000,
                    Untold: > 1_000,
                    Overdue: > 1_000,
                    Emptied: > 500,
                    Used: > 1_000,
                    Moved: > 1_000
                },
            total.ToString()
        );
    }
}
