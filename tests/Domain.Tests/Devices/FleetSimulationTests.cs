using System.Globalization;
using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Devices;

/// <summary>
/// DV-7, AZ-5 and the promises of the links hold for lying devices, dying and freezing nodes and moving clocks. A failure names seed and step;
/// <c>LATCHWORK_TRACE_SEED</c> prints every event of that seed.
/// </summary>
public sealed class FleetSimulationTests(ITestOutputHelper output)
{
    private const int SeedsRun = 1_000;
    private const int Steps = 500;

    [Fact]
    public void The_fleet_keeps_its_promises_for_a_thousand_seeds()
    {
        var total = Seeds.AllHold(SeedsRun, seed => FleetSimulation.Run(seed, Steps));
        output.WriteLine(total.ToString());
        Assert.True(
            total is { MotionsDone: > 10_000, MotionsUnknown: > 1_000, Proven: > 1_000, Removed: > 1_000, Forgotten: > 1_000, Takeovers: > 5_000 }
        );
    }

    [Fact]
    public void The_same_seed_runs_the_same_way()
    {
        var (first, second) = (new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture));
        FleetSimulation.Run(7, 100, first);
        FleetSimulation.Run(7, 100, second);
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public void A_seed_is_traced_on_request()
    {
        if (ulong.TryParse(Environment.GetEnvironmentVariable("LATCHWORK_TRACE_SEED"), CultureInfo.InvariantCulture, out var seed))
        {
            FleetSimulation.Run(seed, Steps, Console.Out);
        }
    }
}
