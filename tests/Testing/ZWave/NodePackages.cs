using System.ComponentModel;
using System.Diagnostics;

namespace Latchwork.Testing.ZWave;

/// <summary>What a fixture needs is not there; the message is the reason of the skipped tests.</summary>
public sealed class FixtureMissingException(string message) : Exception(message);

/// <summary>Node.js and the packages of a fixture, installed on first use. <c>LATCHWORK_NODE</c> names the program; else it is looked for in PATH.</summary>
public static class NodePackages
{
    public static string Folder(string fixture) => Path.Combine(TestPaths.Repository, "tests", "fixtures", fixture);

    public static ProcessStartInfo Node(params string[] arguments) =>
        Quiet(Environment.GetEnvironmentVariable("LATCHWORK_NODE") ?? "node", arguments);

    /// <summary>Installs exactly what the lock file lists, once: other processes wait for the first.</summary>
    public static async Task InstallAsync(string folder, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await using var turn = await TakeTurnAsync(folder, patience.Token);
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            return;
        }

        var install = Quiet(Npm(), ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        install.WorkingDirectory = folder;
        using var npm = Start(install);
        var said = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        try
        {
            await npm.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw new FixtureMissingException("npm did not finish in time.");
        }

        if (npm.ExitCode != 0)
        {
            throw new FixtureMissingException($"npm ended with {npm.ExitCode}: {string.Join(' ', await said).Trim()}");
        }
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FixtureMissingException($"{start.FileName} cannot be started: {e.Message}");
        }
    }

    /// <summary>npm stands beside node where both came together.</summary>
    private static string Npm()
    {
        var beside = Environment.GetEnvironmentVariable("LATCHWORK_NODE") is { } node
            ? Path.Combine(Path.GetDirectoryName(node) ?? "", "npm")
            : "npm";
        return File.Exists(beside) ? beside : "npm";
    }

    private static async Task<FileStream> TakeTurnAsync(string folder, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(folder, ".installing"),
                    FileMode.OpenOrCreate,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (IOException) when (!cancel.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancel);
            }
        }
    }

    private static ProcessStartInfo Quiet(string program, IEnumerable<string> arguments) =>
        new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
