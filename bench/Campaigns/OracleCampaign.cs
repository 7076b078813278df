using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Domain.Oracle;
using NodaTime;

namespace Latchwork.Bench.Campaigns;

internal static class OracleCampaign
{
    private const long Usual = 50_000_000;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var report = await Task.Run(() => Decide(effort, cancel), cancel);
        yield return new RuleResult(
            "The decision and its oracle agree",
            report.Differences == 0 && report.Cases > 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Cases:N0} cases, {report.Differences} differences, seed {effort.Seed}. {report.First}"
            )
        );
        var (zones, changes, questions, difference) = await Task.Run(() => TransitionSweep.Run(DateTimeZoneProviders.Tzdb.Ids), cancel);
        yield return new RuleResult(
            "Weekly hours and their oracle agree at every turn of the clocks, 2024 to 2028",
            difference is null,
            string.Create(CultureInfo.InvariantCulture, $"{zones} zones, {changes:N0} changes, {questions:N0} questions. {difference}")
        );
    }

    private static OracleReport Decide(CampaignEffort effort, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (effort.Time is { } time)
        {
            limit.CancelAfter(time);
        }

        return DecisionOracle.Run(effort.Seed, effort.Time is null ? Usual : long.MaxValue, limit.Token);
    }
}
