using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Dialects;
using Latchwork.Dialects.Fuzz;
using Latchwork.Dialects.Sifely;
using Latchwork.Domain.Audit;
using Latchwork.Operations;
using Latchwork.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Bench.Campaigns;

/// <summary>Rounds of 20,000 bent requests to a real server process (LG-2, AZ-10).</summary>
internal static class FuzzCampaign
{
    private const int Usual = 10;
    private const int RequestsEach = 20_000;

    /// <summary>What the process may grow by after its first round, which fills caches and pools.</summary>
    private const double GrowthInMiB = 64;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"] });
        var target = await TargetOf(server).WithThingsAsync(cancel);
        var reports = new List<FuzzReport>();
        var memory = new List<double>();
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            reports.Add(await SifelyFuzz.RunAsync(target, seed, RequestsEach, cancel));
            memory.Add(ResidentMiB(server));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reports[^1]}; server {memory[^1]:N0} MiB"));
        }

        var defects = reports.SelectMany(report => report.Defects).ToList();
        yield return new RuleResult(
            "No bent request breaks the server or leaves the wire",
            reports.Count > 0 && defects.Count == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{reports.Sum(report => report.Sent):N0} requests, {target.Routes.Count} routes, {reports.SelectMany(report => report.Succeeded).Distinct().Count()} of them with success, {defects.Count} defects, seed {effort.Seed}. {defects.FirstOrDefault()}"
            )
        );
        yield return new RuleResult(
            string.Create(CultureInfo.InvariantCulture, $"The server's memory stays within {GrowthInMiB} MiB of what it was after the first round"),
            reports.Count > 0 && memory.Max() - memory[0] <= GrowthInMiB,
            string.Create(CultureInfo.InvariantCulture, $"{memory.FirstOrDefault():N0} MiB first, {memory.LastOrDefault():N0} MiB last")
        );
    }

    private static SifelyTarget TargetOf(ServerProcess server)
    {
        var sifely = server.Ready["sifely"]!;
        return new SifelyTarget(
            server.BaseUrl,
            Routes(),
            (string)sifely["apiKey"]!,
            [.. sifely["locks"]!.AsArray().Select(door => (long)door!["lockId"]!)]
        );
    }

    /// <summary>As the server maps them, asked of an application of the same parts that never starts.</summary>
    private static List<FuzzRoute> Routes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=nowhere"));
        builder.Services.AddOperations();
        builder.Services.AddDialects();
        builder.Services.AddSifely();
        var app = builder.Build();
        app.MapSifely();
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        return
        [
            .. sources.SelectMany(RouteTable.Of).Where(row => row.Act.Surface == Surface.Sifely).Select(row => new FuzzRoute(row.Pattern, row.Verbs)),
        ];
    }

    private static double ResidentMiB(ServerProcess server)
    {
        var line = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }
}
