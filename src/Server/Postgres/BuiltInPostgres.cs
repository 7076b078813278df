using Latchwork.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Postgres;

/// <summary>
/// A PostgreSQL of our own in the data folder: made if it is not there, started as a child, started again if it ends by itself, and
/// stopped by <see cref="DisposeAsync"/>. Reached by a private Unix socket only; no TCP port, no password.
/// </summary>
internal sealed class BuiltInPostgres : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly PostgresOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private Postmaster postmaster;
    private Task supervision = Task.CompletedTask;

    private BuiltInPostgres(ClusterSite site, PostgresOptions options, TimeProvider time, ILogger logger, Postmaster postmaster)
    {
        Site = site;
        this.options = options;
        this.time = time;
        this.logger = logger;
        this.postmaster = postmaster;
    }

    /// <summary>Logs in as the owner of the cluster; the application takes the role <c>latchwork_app</c> by <c>set role</c>.</summary>
    public string ConnectionString => Site.ConnectionTo(ClusterSite.DatabaseName);

    /// <summary>Changes when the database is started again after a crash.</summary>
    public int ProcessId => postmaster.ProcessId;

    public ClusterSite Site { get; }

    /// <summary>
    /// Returns when the database answers and holds what migrations count on. <c>onChange</c> is called when a crash was noticed and when
    /// the database answers again, not at start and stop.
    /// </summary>
    /// <exception cref="StartRefusedException">No binaries, a wrong owner, another version, a full disk: the message says which.</exception>
    public static async Task<BuiltInPostgres> StartAsync(
        DataFolder folder,
        PostgresOptions options,
        TimeProvider time,
        ILogger logger,
        Action<PostgresState>? onChange,
        CancellationToken cancel
    )
    {
        var account = await ClusterAccount.ResolveAsync(ClusterSite.ClusterFolderOf(folder.Path), cancel);
        var binaries = await PostgresBinaries.FindAsync(options, cancel);
        var site = new ClusterSite(folder.Path, RunFolder.PathFor(folder.Path), account, binaries);
        await ClusterFiles.PrepareAsync(site, cancel);
        if (await LeftoverPostmaster.StopAsync(site.ClusterFolder, options.StopLimit, time, cancel))
            logger.LeftoverStopped(site.ClusterFolder);
        RunFolder.Prepare(folder.Path, account);
        RunFolder.Clear(site.RunFolder);
        PostgresLog.Rotate(site.LogFile);

        var started = new BuiltInPostgres(site, options, time, logger, Postmaster.Launch(site, options, time));
        try
        {
            await started.FinishStartAsync(cancel);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
        started.supervision = started.SuperviseAsync(onChange);
        return started;
    }

    /// <summary>Stops the database and waits for its end. Connections that are still open are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        await postmaster.StopAsync(options.StopLimit);
        postmaster.Dispose();
        RunFolder.Remove(Site.RunFolder);
        stopping.Dispose();
    }

    private async Task FinishStartAsync(CancellationToken cancel)
    {
        await WaitThroughLeftoversAsync(cancel);
        await ClusterBootstrap.RunAsync(Site, cancel);
        logger.Started(Site.Binaries.Major, Site.Account.Name, postmaster.ProcessId);
    }

    /// <summary>Back ends of a killed postmaster end by themselves, but hold its shared memory until then, and the first start fails.</summary>
    private async Task WaitThroughLeftoversAsync(CancellationToken cancel)
    {
        const int tries = 6;
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++, pause *= 2)
        {
            try
            {
                await postmaster.WaitUntilReadyAsync(options.StartLimit, cancel);
                return;
            }
            catch (StartRefusedException)
                when (attempt < tries && PostgresLog.LastLines(Site.LogFile).Contains("shared memory", StringComparison.Ordinal))
            {
                await Task.Delay(pause, time, cancel);
                Relaunch();
            }
        }
    }

    /// <summary>The former one stays in its place when no process can be started.</summary>
    private void Relaunch()
    {
        var former = postmaster;
        postmaster = Postmaster.Launch(Site, options, time);
        former.Dispose();
    }

    private async Task SuperviseAsync(Action<PostgresState>? onChange)
    {
        while (await EndedByItselfAsync())
        {
            logger.Ended(postmaster.ProcessId);
            Tell(onChange, PostgresState.Down);
            if (!await HealAsync())
                return;
            logger.Healed(postmaster.ProcessId);
            Tell(onChange, PostgresState.Up);
        }
    }

    /// <summary>A host that cannot take the news does not end the supervision.</summary>
    private void Tell(Action<PostgresState>? onChange, PostgresState state)
    {
        try
        {
            onChange?.Invoke(state);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            logger.HostFailed(state, bug);
        }
    }

    private async Task<bool> EndedByItselfAsync()
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, time, stopping.Token);
        return await Task.WhenAny(postmaster.Exited, stopped) == postmaster.Exited && !stopping.IsCancellationRequested;
    }

    private async Task<bool> HealAsync()
    {
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                await Task.Delay(pause, time, stopping.Token);
                await postmaster.StopAsync(options.StopLimit);
                await LeftoverPostmaster.StopAsync(Site.ClusterFolder, options.StopLimit, time, stopping.Token);
                RunFolder.Prepare(Site.DataFolder, Site.Account);
                RunFolder.Clear(Site.RunFolder);
                Relaunch();
                await postmaster.WaitUntilReadyAsync(options.StartLimit, stopping.Token);
                return true;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e)
            {
                logger.HealFailed(e.Message);
            }
        }
    }
}
