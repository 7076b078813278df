using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Measures;

/// <summary>How long one caller waits for one unlock, against two bare commits; the door itself takes no time.</summary>
internal static class LatencyMeasure
{
    private const int Commits = 500;

    /// <summary>What an unlock does between its commits takes about as long.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(1);

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(doors: 1, cancel);
        await using var bare = await BareCommits.OpenAsync(server.Database, 1);
        var ratio = new Ratio("one caller's unlock", "two bare commits", hold: 1.5);
        var request = server.Request("POST", $"/v3/lock/unlock?lockId={server.Locks[0]}");
        await HttpLoad.RunAsync(server.Address, 1, effort.WarmUp, _ => request, "\"errcode\":0", cancel);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var two = 2 * await bare.OneInMsAsync(Commits, Apart);
            var unlocks = await HttpLoad.RunAsync(server.Address, 1, effort.Time, _ => request, "\"errcode\":0", cancel);
            ratio.Add(unlocks.Percentile(0.5), two);
        }

        ratio.Print(Console.Out, "ms", isCost: true);
    }
}
