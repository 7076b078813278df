using System.Runtime.CompilerServices;
using Latchwork.Domain;
using Latchwork.Testing.Recovery;

namespace Latchwork.Bench.Campaigns;

/// <summary>Backups of a server that works and is killed, restored elsewhere by the operator's own commands.</summary>
internal static class BackupCampaign
{
    private const int Usual = 5;
    private const int Backups = 20;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            var report = await BackupStorm.RunAsync(Backups, new Seed(seed));
            yield return new RuleResult(
                "What was acknowledged before a backup is in it, what ended since stays ended, and the chains verify",
                report.Faults.Count == 0 && report.Acknowledged > 0,
                $"seed {seed}, {report}"
            );
        }
    }
}
