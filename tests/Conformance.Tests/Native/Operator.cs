using System.Diagnostics;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Native;

/// <summary>The operator's command line as a process, as a script uses it.</summary>
internal static class Operator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="input">Standard input, whole.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(Uri server, string key, string input, params string[] words)
    {
        var start = new ProcessStartInfo(TestPaths.ProgramOf("Cli"), words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = TestPaths.DotnetRoot;
        start.Environment["LATCHWORK_URL"] = server.GetLeftPart(UriPartial.Authority);
        start.Environment["LATCHWORK_KEY"] = key;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }
}
