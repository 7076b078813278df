using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Measures;

/// <summary>Authenticated lock detail: one round trip to the database that also confirms the caller.</summary>
internal static class SifelyReadMeasure
{
    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var constant = await ConstantJson.StartAsync();
        var ratio = new Ratio("lock detail", "constant JSON", hold: 0.15);
        await ReadAsync(server, effort.Callers, effort.WarmUp, cancel);
        await SifelyUnlockMeasure.HelloAsync(constant, effort, cancel);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var hellos = await SifelyUnlockMeasure.HelloAsync(constant, effort, cancel);
            var details = await ReadAsync(server, effort.Callers, effort.Time, cancel);
            ratio.Add(details.PerSecond, hellos.PerSecond);
        }

        ratio.Print(Console.Out, "reads/s");
    }

    private static Task<LoadResult> ReadAsync(MeasuredServer server, int callers, TimeSpan time, CancellationToken cancel) =>
        HttpLoad.RunAsync(
            server.Address,
            callers,
            time,
            caller => server.Request("GET", $"/v3/lock/detail?lockId={server.Locks[caller % server.Locks.Count]}"),
            "\"lockId\":",
            cancel
        );
}
