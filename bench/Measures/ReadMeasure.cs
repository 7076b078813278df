using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Measures;

/// <summary>Authenticated lock detail: one round trip to the database that also confirms the caller.</summary>
internal static class ReadMeasure
{
    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var constant = await ConstantJson.StartAsync();
        var ratio = new Ratio("lock detail", "constant JSON", hold: 0.15);
        for (var round = 0; round <= effort.Rounds; round++)
        {
            var hellos = await HttpLoad.RunAsync(
                constant.Address,
                effort.Callers,
                effort.Time,
                _ => UnlockMeasure.Hello(constant.Address),
                "\"errcode\":0",
                cancel
            );
            var details = await HttpLoad.RunAsync(
                server.Address,
                effort.Callers,
                effort.Time,
                caller => server.Request("GET", $"/v3/lock/detail?lockId={server.Locks[caller % server.Locks.Count]}"),
                "\"lockId\":",
                cancel
            );
            if (round > 0)
            {
                ratio.Add(details.PerSecond, hellos.PerSecond);
            }
        }

        ratio.Print(Console.Out, "reads/s");
    }
}
