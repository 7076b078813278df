using System.Runtime.CompilerServices;
using Latchwork.Testing.Audit;

namespace Latchwork.Bench.Campaigns;

/// <summary>Chains of the audit that somebody tampers with, one place at a time, and has verified with the heads that were exported (AU-5).</summary>
internal static class TamperCampaign
{
    private const int Usual = 10;

    /// <summary>In a round. Each of them has the whole chain read once.</summary>
    private const int Tamperings = 1000;
    private const int Records = 1000;

    /// <summary>Of the one long chain.</summary>
    private const int ManyRecords = 1_000_000;
    private const int Few = 5;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            yield return ResultOf(await Task.Run(() => ChainTampering.Run(Records, Tamperings, seed, cancel), cancel), seed);
        }

        yield return ResultOf(await Task.Run(() => ChainTampering.Run(ManyRecords, Few, effort.Seed, cancel), cancel), effort.Seed);
    }

    private static RuleResult ResultOf(TamperReport report, ulong seed) =>
        new("Every tampering with a chain is found", report is { Unfound: 0, Tamperings: > 0 }, $"seed {seed}, {report}");
}
