using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Dialects.Fuzz.Tokens;
using Latchwork.Domain.Audit;

namespace Latchwork.Bench.Campaigns;

/// <summary>Bent signed operations, in process (JW-12).</summary>
internal static class TokensCampaign
{
    private const long Usual = 10_000_000;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (effort.Time is { } time)
        {
            limit.CancelAfter(time);
        }

        var each = effort.Time is null ? Usual / Environment.ProcessorCount : long.MaxValue;
        var runs = Enumerable
            .Range(0, Environment.ProcessorCount)
            .Select(part => Task.Run(() => TokenFuzz.Run(effort.Seed + (ulong)part, each, limit.Token), cancel));
        var reports = await Task.WhenAll(runs);
        var (accepted, broken) = (reports.SelectMany(report => report.Accepted).ToList(), reports.SelectMany(report => report.Broken).ToList());
        var (tokens, verified) = (reports.Sum(report => report.Tokens), reports.Sum(report => report.Verified));
        var reasons = reports.SelectMany(report => report.Faults.Keys).Distinct().Count();
        yield return new RuleResult(
            "No bent token is taken",
            tokens > 0 && accepted.Count == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{tokens:N0} tokens, {verified:N0} of them to the signature, {reasons} of {Enum.GetValues<ProofFault>().Length} reasons, {accepted.Count} taken, seed {effort.Seed}. {accepted.FirstOrDefault()}"
            )
        );
        yield return new RuleResult("No bent token breaks anything", broken.Count == 0, $"{broken.Count} exceptions. {broken.FirstOrDefault()}");
    }
}
