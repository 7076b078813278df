using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;

namespace Latchwork.Testing;

/// <summary>The scratch folder of this process. What killed runs left, processes too, is removed when it is opened.</summary>
internal sealed class ScratchFolder
{
    /// <summary>A younger folder may belong to a process that has not claimed it yet.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(1);

    private readonly DataFolder claim;

    private ScratchFolder(DataFolder claim) => this.claim = claim;

    /// <summary>Called at the end of the process: stops what writes there.</summary>
    public static Action BeforeRemoval { get; set; } = () => { };

    public string Path => claim.Path;

    /// <param name="root">All test processes of this account share it.</param>
    public static ScratchFolder Open(string root)
    {
        using (DataFolder.Claim(root))
            RemoveAbandoned(root);
        var name = RandomNumberGenerator.GetHexString(6, lowercase: true);
        var scratch = new ScratchFolder(DataFolder.Claim(System.IO.Path.Combine(root, name)));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            BeforeRemoval();
            scratch.Remove();
        };
        return scratch;
    }

    private static void RemoveAbandoned(string root)
    {
        foreach (var folder in new DirectoryInfo(root).GetDirectories())
        {
            if (folder.CreationTimeUtc + SettlingTime < TimeProvider.System.GetUtcNow().UtcDateTime && TryClaim(folder.FullName) is { } abandoned)
                new ScratchFolder(abandoned).Remove();
        }
    }

    private static DataFolder? TryClaim(string path)
    {
        try
        {
            return DataFolder.Claim(path);
        }
        catch (StartRefusedException)
        {
            return null;
        }
    }

    private void Remove()
    {
        foreach (var folder in Directory.GetDirectories(Path))
        {
            EndServerOf(folder);
            EndPostgresOf(folder);
        }
        claim.Dispose();
        DeleteBehindUs();
    }

    /// <summary>The test runner gives a process ten seconds to end, and a busy disk may need more for this.</summary>
    private void DeleteBehindUs()
    {
        const string quietly = """exec rm -rf "$1" </dev/null >/dev/null 2>&1""";
        using var deletion = Process.Start(Command.Describe(["setsid", "/bin/sh", "-c", quietly, "sh", Path]));
    }

    private static void EndServerOf(string dataFolder)
    {
        var holder = System.IO.Path.Combine(dataFolder, "server.lock");
        if (File.Exists(holder) && int.TryParse(File.ReadAllText(holder), CultureInfo.InvariantCulture, out var pid) && IsServer(pid))
            Posix.Signal(pid, Posix.SigKill);
    }

    private static bool IsServer(int pid)
    {
        var commandLine = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline";
        return pid != Environment.ProcessId
            && File.Exists(commandLine)
            && File.ReadAllText(commandLine).Contains("Latchwork.Server\0up", StringComparison.Ordinal);
    }

    internal static void EndPostgresOf(string dataFolder)
    {
        var cluster = System.IO.Path.Combine(dataFolder, "postgres");
        var limit = TimeSpan.FromSeconds(10);
        if (Directory.Exists(cluster))
            LeftoverPostmaster.StopAsync(cluster, limit, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        var run = RunFolder.PathFor(dataFolder);
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);
    }
}
