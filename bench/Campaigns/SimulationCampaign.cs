using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Latchwork.Domain.Simulation;

namespace Latchwork.Bench.Campaigns;

/// <summary>The state machines of the domain, each under virtual time with all that can go wrong, for many seeds.</summary>
internal static class SimulationCampaign
{
    private const int Usual = 1_000_000;
    private const int Steps = 500;
    private const int Machines = 4;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var share = effort with { Time = effort.Time / Machines };
        yield return await RunAsync(
            "Links: no motion twice, nothing shown stronger than the truth, all of it settles",
            share,
            seed => FleetSimulation.Run(seed, Steps),
            cancel
        );
        yield return await RunAsync(
            "Doors: locked again when their time is over, no motion repeated in doubt",
            share,
            seed => RelockSimulation.Run(seed, Steps),
            cancel
        );
        yield return await RunAsync(
            "Boxes: one lease at a time, one opening once, nothing after its end",
            share,
            seed => BoxLeaseSimulation.Run(seed, Steps),
            cancel
        );
        yield return await RunAsync(
            "Webhooks: nothing lost, order kept as promised, every pause told",
            share,
            seed => DeliverySimulation.Run(seed, Steps),
            cancel
        );
        yield return await RunAsync(
            "Stays: only what their table allows, with codes exactly as long as somebody is to get in",
            share,
            seed => StaySimulation.Run(seed, Steps),
            cancel
        );
    }

    private static async Task<RuleResult> RunAsync<T>(string rule, CampaignEffort effort, Func<ulong, T> run, CancellationToken cancel)
        where T : class, IAdditionOperators<T, T, T>, new()
    {
        var done = await Task.Run(() => SeedRuns.Of(Rounds.Of(effort, Usual, cancel), run), cancel);
        return new RuleResult(
            rule,
            done.Broken.Count == 0 && done.Seeds > 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{done.Seeds:N0} seeds from {effort.Seed}, {Steps} steps each: {done.Total}. {string.Join("; ", done.Broken)}"
            )
        );
    }
}
