using System.Runtime.CompilerServices;
using Latchwork.Testing.Kills;

namespace Latchwork.Bench.Campaigns;

/// <summary>Rounds of twenty kills, each on a server of its own: twelve of the server, eight of its database (FS-1, DV-7).</summary>
internal static class KillCampaign
{
    private const int Usual = 10;
    private const int ServerKills = 12;
    private const int DatabaseKills = 8;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var outcomes = new List<KillOutcome>();
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            var outcome = await KillRun.RunAsync(new KillPlan(ServerKills, DatabaseKills, Seed: seed));
            Console.WriteLine($"  seed {seed}: {outcome}; {string.Join("; ", outcome.Loads)}");
            outcomes.Add(outcome);
        }

        if (outcomes.Count == 0)
        {
            yield return new RuleResult("Kills", IsHeld: false, "no rounds");
            yield break;
        }

        var all = KillOutcome.Sum(outcomes);
        yield return new RuleResult(
            "Nothing acknowledged is lost, nothing moves twice, every act has its end, every chain verifies",
            all.Faults.Count == 0,
            $"{all}. {string.Join("; ", all.Faults.Take(5))}"
        );
        foreach (var load in all.Loads)
        {
            yield return new RuleResult(load.Rule, load.Faults.Count == 0, $"{load}. {string.Join("; ", load.Faults.Take(5))}");
        }
    }
}
