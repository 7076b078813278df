using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Domain.Simulation;

namespace Latchwork.Bench.Campaigns;

internal static class SimulationCampaign
{
    private const int Usual = 1_000_000;
    private const int Steps = 500;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (seeds, report, broken) = await Task.Run(() => Simulate(effort, cancel), cancel);
        yield return new RuleResult(
            "No motion twice, nothing shown stronger than the truth, all of it settles",
            broken is null && seeds > 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seeds:N0} seeds from {effort.Seed}, {Steps} steps each: {report.Motions:N0} motions, {report.Sends:N0} sends, {report.Takeovers:N0} takeovers, settled after {report.SettledAfter} at most. {broken}"
            )
        );
    }

    private static (long Seeds, FleetReport Report, string? Broken) Simulate(CampaignEffort effort, CancellationToken cancel)
    {
        var report = new FleetReport();
        var seeds = 0L;
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            try
            {
                report += FleetSimulation.Run(seed, Steps);
                seeds++;
            }
            catch (SimulationRuleException broken)
            {
                return (seeds, report, broken.Message);
            }
        }

        return (seeds, report, null);
    }
}
