using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Measures;

/// <summary>Remote unlock over HTTP: decided, recorded, done and recorded again, each durably.</summary>
internal static class SifelyUnlockMeasure
{
    private const string Yes = "\"errcode\":0";

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var bare = await BareCommits.OpenAsync(server.Database, effort.Callers);
        await using var constant = await ConstantJson.StartAsync();
        var commits = new Ratio("unlock", "two bare commits each", hold: 1.0);
        var json = new Ratio("unlock", "constant JSON", hold: 0.08);
        await UnlockAsync(server, effort.Callers, effort.WarmUp, cancel);
        await bare.PerSecondAsync(effort.Callers, effort.Time);
        await HelloAsync(constant, effort, cancel);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var pairs = await bare.PerSecondAsync(effort.Callers, effort.Time) / 2;
            var unlocks = await UnlockAsync(server, effort.Callers, effort.Time, cancel);
            var hellos = await HelloAsync(constant, effort, cancel);
            commits.Add(unlocks.PerSecond, pairs);
            json.Add(unlocks.PerSecond, hellos.PerSecond);
            Console.WriteLine(
                $"  round {round + 1}: p50 {unlocks.Percentile(0.5):N1} ms, p99 {unlocks.Percentile(0.99):N1} ms, refused {unlocks.Refused}"
            );
        }

        commits.Print(Console.Out, "unlocks/s");
        json.Print(Console.Out, "unlocks/s");
    }

    internal static Task<LoadResult> UnlockAsync(MeasuredServer server, int callers, TimeSpan time, CancellationToken cancel) =>
        HttpLoad.RunAsync(
            server.Address,
            callers,
            time,
            caller => server.Request("POST", $"/v3/lock/unlock?lockId={server.Locks[caller % server.Locks.Count]}"),
            Yes,
            cancel
        );

    /// <summary>What the web server answers at most.</summary>
    internal static Task<LoadResult> HelloAsync(ConstantJson constant, Effort effort, CancellationToken cancel)
    {
        var request = $"GET / HTTP/1.1\r\nHost: {constant.Address.Authority}\r\n\r\n";
        return HttpLoad.RunAsync(constant.Address, effort.Callers, effort.Time, _ => request, Yes, cancel);
    }
}
