using System.Globalization;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Postgres;

/// <summary>
/// Deals with what a killed server left behind: a postmaster that still runs, or its pid file. Asked only by the holder of the data
/// folder's claim.
/// </summary>
internal static class LeftoverPostmaster
{
    private const string NoSuchProcess = "2147483647";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Stops the postmaster of this cluster, if one runs. True when there was one.</summary>
    public static async Task<bool> StopAsync(string clusterFolder, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var pidFile = Path.Combine(clusterFolder, "postmaster.pid");
        if (ReadPid(pidFile) is not { } pid)
            return false;
        if (!IsPostmasterOf(pid, clusterFolder))
        {
            DisownPid(pidFile, pid);
            return false;
        }
        Posix.Signal(pid, Posix.SigInt);
        if (!await EndsAsync(pid, clusterFolder, limit, time, cancel))
            Posix.Signal(pid, Posix.SigQuit);
        if (!await EndsAsync(pid, clusterFolder, limit, time, cancel))
            throw new StartRefusedException(
                $"A PostgreSQL of an earlier start (process id {pid}) holds {clusterFolder} and does not stop. End it first."
            );
        return true;
    }

    /// <summary>The command line of a postmaster stays readable for everyone and keeps the folder that it was started with.</summary>
    public static bool IsPostmasterOf(int pid, string clusterFolder)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline").Split('\0');
            return words is [var program, "-D", var folder, ..] && Path.GetFileName(program) == "postgres" && folder == clusterFolder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static int? ReadPid(string pidFile)
    {
        if (!File.Exists(pidFile) || new FileInfo(pidFile).LinkTarget is not null)
            return null;
        var first = File.ReadLines(pidFile).FirstOrDefault();
        return int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }

    /// <summary>
    /// PostgreSQL refuses to start while the pid in its file runs, even if that number now belongs to a stranger. The file itself must
    /// stay: it names the shared memory by which PostgreSQL finds back ends that outlived their postmaster.
    /// </summary>
    private static void DisownPid(string pidFile, int pid)
    {
        if (!Directory.Exists($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}"))
            return;
        var lines = File.ReadAllLines(pidFile);
        lines[0] = NoSuchProcess;
        using var file = new FileStream(pidFile, FileMode.Truncate, FileAccess.Write);
        using var writer = new StreamWriter(file) { NewLine = "\n" };
        foreach (var line in lines)
            writer.WriteLine(line);
    }

    private static async Task<bool> EndsAsync(int pid, string clusterFolder, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        while (IsPostmasterOf(pid, clusterFolder))
        {
            if (time.GetElapsedTime(begun) > limit)
                return false;
            await Task.Delay(PollInterval, time, cancel);
        }
        return true;
    }
}
