using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Reservations;

/// <summary>The table of keyvox.md 9.10, and that codes are there exactly as long as somebody is to get in.</summary>
public sealed class StaySimulationTests(ITestOutputHelper output)
{
    private const int SeedsRun = 1_000;
    private const int Steps = 500;

    [Fact]
    public void Stays_keep_to_their_table_for_a_thousand_seeds()
    {
        var total = Seeds.AllHold(SeedsRun, seed => StaySimulation.Run(seed, Steps));
        output.WriteLine(total.ToString());
        Assert.True(
            total is { Begun: > 20_000, Moved: > 10_000, Rooms: > 2_000, In: > 10_000, Out: > 5_000, Repeated: > 50_000, Refused: > 50_000 },
            total.ToString()
        );
    }
}
