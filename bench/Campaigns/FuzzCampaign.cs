using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Dialects;
using Latchwork.Dialects.Doordeck;
using Latchwork.Dialects.Fuzz;
using Latchwork.Dialects.Fuzz.Doordeck;
using Latchwork.Dialects.Fuzz.Keyvox;
using Latchwork.Dialects.Fuzz.Native;
using Latchwork.Dialects.Fuzz.Sifely;
using Latchwork.Dialects.Keyvox;
using Latchwork.Dialects.Native;
using Latchwork.Dialects.Sifely;
using Latchwork.Domain.Audit;
using Latchwork.Operations;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Bench.Campaigns;

/// <summary>Rounds of 20,000 bent requests, of one wire after the other, to a real server process (LG-2, AZ-10).</summary>
internal static class FuzzCampaign
{
    private const int Usual = 30;
    private const int RequestsEach = 20_000;

    /// <summary>What the process may grow by after the first round of each wire, which fills caches and pools.</summary>
    private const double GrowthInMiB = 64;

    /// <summary>One caller asks more than people do.</summary>
    private static readonly IReadOnlyDictionary<string, string> NoLimits = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Doordeck__CallsPerMinute"] = "1000000",
        ["Doordeck__LookUpsPerMinute"] = "1000000",
        ["Doordeck__ExecutesPerMinute"] = "1000000",
        ["Doordeck__RenewalsPerMinute"] = "1000000",
        ["Webhooks__OpenRanges__0"] = "127.0.0.0/8",
        ["Keyvox__RateLimitPerMinute"] = "0",
        ["Keyvox__RefusalsPerMinute"] = "1000000",
    };

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], Environment = NoLimits });
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        var routes = Routes();
        (string Name, IFuzzWire Wire)[] wires =
        [
            ("Sifely", new SifelyWire(await SifelyOf(server, routes[Surface.Sifely]).WithThingsAsync(cancel))),
            ("Doordeck", new DoordeckWire(await DoordeckOfAsync(server, http, routes[Surface.Doordeck]))),
            ("Native", new NativeWire(await NativeOfAsync(server, http, routes[Surface.Native]))),
            ("KEYVOX", new KeyvoxWire(await KeyvoxTarget.KnowAsync(http, routes[Surface.Keyvox], (string)server.Ready["native"]!["apiKey"]!))),
        ];
        var reports = wires.ToDictionary(wire => wire.Name, _ => new List<FuzzReport>(), StringComparer.Ordinal);
        var memory = new List<double>();
        foreach (var (round, seed) in Rounds.Of(effort, Usual, cancel).Index())
        {
            var (name, wire) = wires[round % wires.Length];
            reports[name].Add(await WireFuzz.RunAsync(wire, seed, RequestsEach, cancel));
            memory.Add(ResidentMiB(server));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}, {reports[name][^1]}; server {memory[^1]:N0} MiB"));
        }

        foreach (var (name, wire) in wires)
        {
            yield return DefectsOf(name, wire, reports[name], effort);
        }

        yield return MemoryOf([.. memory.Skip(wires.Length - 1)]);
    }

    private static RuleResult DefectsOf(string name, IFuzzWire wire, List<FuzzReport> reports, CampaignEffort effort)
    {
        var defects = reports.SelectMany(report => report.Defects).ToList();
        return new RuleResult(
            $"No bent request of the {name} wire breaks the server or leaves the wire",
            reports.Count > 0 && defects.Count == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{reports.Sum(report => report.Sent):N0} requests, {wire.Routes.Count} routes, {reports.SelectMany(report => report.Succeeded).Distinct().Count()} of them with success, {defects.Count} defects, seed {effort.Seed}. {defects.FirstOrDefault()}"
            )
        );
    }

    private static RuleResult MemoryOf(List<double> memory) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"The server's memory stays within {GrowthInMiB} MiB of what it was after the first rounds"),
            memory.Count > 0 && memory.Max() - memory[0] <= GrowthInMiB,
            string.Create(CultureInfo.InvariantCulture, $"{memory.FirstOrDefault():N0} MiB first, {memory.LastOrDefault():N0} MiB last")
        );

    private static SifelyTarget SifelyOf(ServerProcess server, IReadOnlyList<FuzzRoute> routes)
    {
        var sifely = server.Ready["sifely"]!;
        return new SifelyTarget(
            server.BaseUrl,
            routes,
            (string)sifely["apiKey"]!,
            [.. sifely["locks"]!.AsArray().Select(door => (long)door!["lockId"]!)]
        );
    }

    private static async Task<DoordeckTarget> DoordeckOfAsync(ServerProcess server, HttpClient http, IReadOnlyList<FuzzRoute> routes)
    {
        var (email, password) = ((string)server.Ready["doordeck"]!["email"]!, (string)server.Ready["doordeck"]!["password"]!);
        return await DoordeckTarget.KnowAsync(http, routes, await DoordeckPhone.RegisteredAsync(http, email, password), email, password);
    }

    private static Task<NativeTarget> NativeOfAsync(ServerProcess server, HttpClient http, IReadOnlyList<FuzzRoute> routes) =>
        NativeTarget.KnowAsync(http, routes, (string)server.Ready["native"]!["apiKey"]!, (string)server.Ready["doordeck"]!["email"]!);

    /// <summary>As the server maps them, asked of an application of the same parts that never starts.</summary>
    private static Dictionary<Surface, FuzzRoute[]> Routes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=nowhere"));
        builder.Services.AddOperations();
        builder.Services.AddDialects();
        builder.Services.AddSifely();
        builder.Services.AddDoordeck();
        builder.Services.AddKeyvox();
        builder.Services.AddNative();
        var app = builder.Build();
        app.MapSifely();
        app.MapDoordeck();
        app.MapKeyvox();
        app.MapNative();
        var rows = ((IEndpointRouteBuilder)app).DataSources.SelectMany(RouteTable.Of);
        return rows.GroupBy(row => row.Act.Surface).ToDictionary(wire => wire.Key, wire => wire.Select(FuzzRoute.Of).ToArray());
    }

    private static double ResidentMiB(ServerProcess server)
    {
        var line = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }
}
