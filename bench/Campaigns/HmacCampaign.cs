using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Bench.Campaigns;

/// <summary>What a real server takes and refuses of signed requests, against two programs that were written apart from it (HM-10).</summary>
internal static class HmacCampaign
{
    private const int Usual = 10;

    /// <summary>Of each program in a round, by so many of its processes.</summary>
    private const int Requests = 1000;
    private const int AtOnce = 2;

    private static readonly Dictionary<string, string> NoLimits = new(StringComparer.Ordinal)
    {
        ["Keyvox__RateLimitPerMinute"] = "0",
        ["Keyvox__RefusalsPerMinute"] = "1000000",
    };

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], Environment = NoLimits });
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        var key = (await KeyvoxDesk.OpenAsync(http, (string)server.Ready["native"]!["apiKey"]!)).Key;
        DifferentialSigner[] signers = [DifferentialSigner.Node, DifferentialSigner.OpenSsl];
        var reports = signers.ToDictionary(signer => signer, _ => new List<DifferentialReport>());
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            foreach (var signer in signers)
            {
                reports[signer]
                    .AddRange(
                        await Task.WhenAll(
                            Enumerable
                                .Range(0, AtOnce)
                                .Select(part =>
                                    DifferentialSigners.RunAsync(signer, server.BaseUrl, key, Requests / AtOnce, (int)(seed * AtOnce) + part, cancel)
                                )
                        )
                    );
            }
        }

        foreach (var signer in signers)
        {
            yield return ResultOf(signer, reports[signer], effort);
        }
    }

    private static RuleResult ResultOf(DifferentialSigner signer, List<DifferentialReport> reports, CampaignEffort effort)
    {
        var disagreements = reports.Sum(report => report.Disagreements);
        return new RuleResult(
            $"The server takes what {signer} signed well, and nothing else",
            reports.Count > 0 && disagreements == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{reports.Sum(report => report.Requests):N0} requests, {reports.Sum(report => report.Accepted):N0} accepted, {disagreements} disagreements, seed {effort.Seed}. {reports.FirstOrDefault(report => report.Disagreements > 0)?.Text}"
            )
        );
    }
}
