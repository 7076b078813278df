using System.Runtime.CompilerServices;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Npgsql;

namespace Latchwork.Bench.Campaigns;

/// <summary>Webhooks to receivers of which each fails in a way of its own, with nodes that are killed: nothing is lost, and order is kept where that was asked for.</summary>
internal static class DeliveryCampaign
{
    private const int Usual = 5;
    private const int Events = 1000;
    private const int Kills = 5;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        TestDatabase.PrepareTemplateWith(async connection =>
        {
            await using var owner = NpgsqlDataSource.Create(connection);
            await Migrator.RunAsync(owner, TimeProvider.System, CancellationToken.None);
        });
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            var report = await DeliveryStorm.RunAsync(Events, Kills, new Seed(seed));
            yield return new RuleResult(
                "Every event is taken by every receiver under one id, in order where asked, and verifies",
                report.Faults.Count == 0 && report.Verified == report.Posts,
                $"seed {seed}, {report}"
            );
        }
    }
}
