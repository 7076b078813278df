using System.Diagnostics;
using Latchwork.Testing;

namespace Latchwork.Bench.Measures;

/// <summary>From the start of the process to the first answer, on a folder that exists, with the built-in database.</summary>
internal static class StartMeasure
{
    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        var folder = TestPaths.Fresh("data");
        await using (await ServerProcess.StartAsync(new ServerSetup { DataFolder = folder }))
        {
            // The first start makes the folder; it is not measured.
        }

        var ratio = new Ratio("start to first answer", "PostgreSQL's start and an empty web server's", hold: 1.5);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var postgres = (await TestCluster.StartOnAsync(folder)).TotalMilliseconds;
            var empty = await EmptyServerAsync(cancel);
            var began = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.StartAsync(new ServerSetup { DataFolder = folder });
            ratio.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds, postgres + empty);
        }

        ratio.Print(Console.Out, "ms", isCost: true);
    }

    private static async Task<double> EmptyServerAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        // By the runtime, as the server is started: this program may itself run by it or by a host of its own.
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(StartMeasure).Assembly.Location, "empty-server"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        _ = await process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("The empty server did not start.");
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        process.Kill();
        await process.WaitForExitAsync(cancel);
        return took;
    }
}
