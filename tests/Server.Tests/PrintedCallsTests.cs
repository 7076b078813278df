using System.Diagnostics;
using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

public sealed class PrintedCallsTests
{
    /// <summary>Design, "Demo and ready file": copied into a shell, as a newcomer does.</summary>
    [Theory]
    [InlineData("--demo")]
    [InlineData("--demo", "--https")]
    public async Task The_three_calls_that_the_demo_prints_work_as_they_stand(params string[] arguments)
    {
        Assert.SkipUnless(IsThere("curl"), "curl is not installed.");
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = arguments });
        await server.UntilPrintedAsync("Ctrl-C");
        var calls = server.Output.Split('\n').Where(line => line.StartsWith("  curl", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, calls.Count);
        Assert.Equal("success", (string)(await RunAsync(calls[0]))["message"]!);
        Assert.Equal(4, (int)(await RunAsync(calls[1]))["total"]!);
        Assert.Equal(0, (int)(await RunAsync(calls[2]))["errcode"]!);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<JsonNode> RunAsync(string line)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", line])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{line} ended with {shell.ExitCode}: {await shell.StandardError.ReadToEndAsync()}");
        return JsonNode.Parse(said)!;
    }
}
