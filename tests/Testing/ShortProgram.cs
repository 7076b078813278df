using System.Diagnostics;

namespace Latchwork.Testing;

/// <summary>Short programs: how they ended, and what they said on either output.</summary>
public static class ShortProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The operator's command line.</summary>
    public static Task<(int ExitCode, string Said)> OperatorAsync(params IReadOnlyList<string> words) => RunAsync(TestPaths.ProgramOf("Cli"), words);

    /// <param name="environment">Added to our own; null takes a variable away.</param>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string program,
        IReadOnlyList<string> words,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        using var process = Process.Start(StartOf(program, words, environment))!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }

    private static ProcessStartInfo StartOf(string program, IReadOnlyList<string> words, IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(program, words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = TestPaths.DotnetRoot;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
