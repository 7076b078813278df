using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;
using Latchwork.Operations.Ids;

namespace Latchwork.Bench.Measures;

/// <summary>
/// An unlock by a signed request of the KEYVOX wire, each with a signature of its own: against what every unlock is compared with, and against the same unlock over
/// the Sifely wire, which shows what the signature costs.
/// </summary>
internal static class KeyvoxUnlockMeasure
{
    private const string Yes = "\"code\":\"0\"";

    /// <summary>More than a caller sends in a round.</summary>
    private const int CallsPerSecond = 8000;

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var bare = await BareCommits.OpenAsync(server.Database, effort.Callers);
        await using var constant = await ConstantJson.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        var desk = await server.DeskAsync(http);
        var locks = await server.WireIdsAsync(WireIdKind.KeyvoxLock, cancel);
        var calls = new SignedCalls(
            server.Address,
            desk.Key,
            "/api/eagle-pms/v1/unlock",
            (caller, number) => $$"""{"lockId":"{{locks[caller % locks.Count]}}","flag":"1","n":"{{caller}}-{{number}}"}"""
        );
        var commits = new Ratio("signed unlock", "two bare commits each", hold: 1.0);
        var json = new Ratio("signed unlock", "constant JSON", hold: 0.08);
        var sifely = new Ratio("signed unlock", "the same by a key in a header", hold: 0.8);
        await UnlockAsync(server, calls, effort, effort.WarmUp, cancel);
        await SifelyUnlockMeasure.UnlockAsync(server, effort.Callers, effort.Time, cancel);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var pairs = await bare.PerSecondAsync(effort.Callers, effort.Time) / 2;
            var unlocks = await UnlockAsync(server, calls, effort, effort.Time, cancel);
            var others = await SifelyUnlockMeasure.UnlockAsync(server, effort.Callers, effort.Time, cancel);
            var hellos = await SifelyUnlockMeasure.HelloAsync(constant, effort, cancel);
            commits.Add(unlocks.PerSecond, pairs);
            sifely.Add(unlocks.PerSecond, others.PerSecond);
            json.Add(unlocks.PerSecond, hellos.PerSecond);
            Console.WriteLine(
                $"  round {round + 1}: p50 {unlocks.Percentile(0.5):N1} ms, p99 {unlocks.Percentile(0.99):N1} ms, refused {unlocks.Refused}"
            );
        }

        commits.Print(Console.Out, "unlocks/s");
        sifely.Print(Console.Out, "unlocks/s");
        json.Print(Console.Out, "unlocks/s");
    }

    private static Task<LoadResult> UnlockAsync(MeasuredServer server, SignedCalls calls, Effort effort, TimeSpan time, CancellationToken cancel)
    {
        var requests = calls.Next(effort.Callers, (int)Math.Ceiling(CallsPerSecond * time.TotalSeconds / effort.Callers));
        return HttpLoad.RunAsync(server.Address, effort.Callers, time, requests, Yes, cancel);
    }
}
