using System.Diagnostics;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>Short programs: how they ended, and what they said on either output.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The operator's command line.</summary>
    public static Task<(int ExitCode, string Said)> OperatorAsync(IReadOnlyDictionary<string, string?>? environment, params string[] words) =>
        RunAsync(TestPaths.ProgramOf("Cli"), words, environment);

    /// <param name="environment">Added to our own; null takes a variable away.</param>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string program,
        IReadOnlyList<string> words,
        IReadOnlyDictionary<string, string?>? environment = null
    )
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
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>A folder for PATH that holds these programs and no others.</summary>
    public static string FolderOf(params IReadOnlyList<string> programs)
    {
        var folder = TestPaths.Fresh("bin");
        Directory.CreateDirectory(folder);
        foreach (var program in programs)
            File.CreateSymbolicLink(Path.Combine(folder, program), Find(program));
        return folder;
    }

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
}
