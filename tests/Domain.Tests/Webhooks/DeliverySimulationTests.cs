using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests.Webhooks;

/// <summary>What deliveries promise, for receivers that fail and lie, nodes that die or freeze, and owners who pause, resume and replay.</summary>
public sealed class DeliverySimulationTests(ITestOutputHelper output)
{
    private const int SeedsRun = 1_000;
    private const int Steps = 500;

    [Fact]
    public void Nothing_is_lost_and_order_is_kept_as_promised_for_a_thousand_seeds()
    {
        var total = Seeds.AllHold(SeedsRun, seed => DeliverySimulation.Run(seed, Steps));
        output.WriteLine(total.ToString());
        Assert.True(
            total
                is {
                    Told: > 100_000,
                    Repeats: > 10_000,
                    Overtaken: > 10_000,
                    Parked: > 10_000,
                    Withdrawn: > 1_000,
                    Pauses: > 500,
                    Unheard: > 10_000
                },
            total.ToString()
        );
    }
}
