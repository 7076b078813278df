using System.Diagnostics;
using Latchwork.Server.Hosting;
using Npgsql;

namespace Latchwork.Server.Postgres;

/// <summary>One run of the database server, as our child process.</summary>
internal sealed class Postmaster : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly ClusterSite site;
    private readonly TimeProvider time;

    private Postmaster(Process process, ClusterSite site, TimeProvider time)
    {
        this.process = process;
        this.site = site;
        this.time = time;
        ProcessId = process.Id;
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public int ProcessId { get; }

    public Task Exited { get; }

    /// <summary>Starts the process. It answers when <see cref="WaitUntilReadyAsync"/> returns.</summary>
    public static Postmaster Launch(ClusterSite site, PostgresOptions options, TimeProvider time)
    {
        // The shell only joins the log file to the child: our own output must not stay open in it, or whoever reads that would wait for
        // the database. A session of its own keeps Ctrl-C in the terminal away: the server stops the database last.
        const string intoLog = """exec "$@" </dev/null >>"$POSTGRES_LOG" 2>&1""";
        var postgres = site.Account.Line([
            site.Binaries.Program("postgres"),
            "-D",
            site.ClusterFolder,
            .. PostmasterSettings.Arguments(site, options),
        ]);
        var start = Command.Describe(["setsid", "/bin/sh", "-c", "umask 077; " + intoLog, "sh", .. postgres]);
        start.Environment["POSTGRES_LOG"] = site.LogFile;
        return new Postmaster(Process.Start(start)!, site, time);
    }

    /// <summary>Waits until a connection is answered, through crash recovery if need be.</summary>
    /// <exception cref="StartRefusedException">It ended, or did not answer in time; the message holds the last lines of its log.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        while (!await AnswersAsync(cancel))
        {
            if (process.HasExited)
                throw new StartRefusedException($"PostgreSQL ended at once. Its log {site.LogFile} says:\n{PostgresLog.LastLines(site.LogFile)}");
            if (time.GetElapsedTime(begun) > limit)
                throw new StartRefusedException(
                    $"PostgreSQL did not answer in {limit}. Its log {site.LogFile} says:\n{PostgresLog.LastLines(site.LogFile)}"
                );
            await Task.Delay(PollInterval, time, cancel);
        }
    }

    /// <summary>Ends it: open transactions are rolled back, committed ones are on disk. Harder means follow when the limit is over. Nothing is done twice.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        foreach (var (signal, patience) in new[] { (Posix.SigInt, limit), (Posix.SigQuit, KillLimit), (Posix.SigKill, KillLimit) })
        {
            if (Exited.IsCompleted)
                return;
            Posix.Signal(ProcessId, signal);
            try
            {
                await Exited.WaitAsync(patience, time);
                return;
            }
            catch (TimeoutException)
            {
                continue;
            }
        }
    }

    public void Dispose() => process.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(site.RunFolder, ".s.PGSQL.5432")))
            return false;
        try
        {
            await using var connection = new NpgsqlConnection(site.ConnectionTo("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
