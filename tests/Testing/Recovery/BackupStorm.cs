using Latchwork.Domain;

namespace Latchwork.Testing.Recovery;

/// <param name="Kept">Things made and ended that were asked for in restored databases.</param>
/// <param name="AtTheEnd">Changes of the last moments before a kill that the journal had not yet, as the lost database says.</param>
/// <param name="Faults">What was acknowledged and is not so in a restored database; chains that do not verify; commands that failed.</param>
public sealed record BackupReport(int Backups, int Kills, int Stops, long Acknowledged, long Kept, long AtTheEnd, IReadOnlyList<string> Faults)
{
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Backups} backups restored elsewhere after {Kills} kills and {Stops} stops; {Acknowledged:N0} acts acknowledged, {Kept:N0} looked for, {AtTheEnd:N0} not in the journal before a kill; {Faults.Count} faults. {string.Join("; ", Faults.Take(5))}"
        );
}

/// <summary>
/// Backups of a server under load, by the operator's own commands: later the server is killed or stopped, and each backup is restored into another database with
/// the journal. What was acknowledged before the backup is there; what was ended later is ended, and codes given out later are known (FS-6).
/// </summary>
public sealed class BackupStorm : IAsyncDisposable
{
    private const int Callers = 6;

    /// <summary>Of the load: each round takes its part of it.</summary>
    private readonly Seed seed;
    private readonly TestCluster cluster;
    private readonly ServerSetup setup;
    private readonly BackupChecks checks;
    private readonly List<string> faults = [];
    private int kills;
    private int stops;

    private BackupStorm(Seed seed, TestCluster cluster, ServerSetup setup) =>
        (this.seed, this.cluster, this.setup, checks) = (seed, cluster, setup, new BackupChecks(cluster, setup.DataFolder));

    public static async Task<BackupReport> RunAsync(int backups, Seed seed)
    {
        var cluster = await TestCluster.StartDurableAsync();
        var setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Latchwork"] = cluster.ConnectionTo(BackupChecks.Lived),
                ["Demo__Doors"] = "simulator:demo?travel=0",
            },
        };
        await using var storm = new BackupStorm(seed, cluster, setup);
        var acts = 0L;
        for (var backup = 0; backup < backups; backup++)
        {
            acts += await storm.RoundAsync(backup);
        }

        return new BackupReport(backups, storm.kills, storm.stops, acts, storm.checks.Kept, storm.checks.AtTheEnd, storm.faults);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAsync();
        Directory.Delete(setup.DataFolder, recursive: true);
    }

    /// <returns>Acts that were acknowledged.</returns>
    private async Task<long> RoundAsync(int backup)
    {
        var own = seed.Fork($"backup {backup}");
        await using var server = await ServerProcess.StartAsync(setup);
        var load = await BackupLoad.PrepareAsync(server);
        using var ending = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => load.RunAsync(own.Fork($"caller {caller}"), ending.Token)).ToList();

        await SomeTimeAsync(own);
        var before = load.Acknowledged();
        var file = await checks.BackUpAsync(backup, faults);
        await SomeTimeAsync(own);

        // Half of the ends come while somebody asks.
        var isKill = own.Chance(0.5);
        if (isKill)
        {
            kills++;
            await server.KillAsync();
        }
        else
        {
            stops++;
            await server.StopAsync();
        }

        await ending.CancelAsync();
        await Task.WhenAll(callers);
        var all = load.Acknowledged();
        faults.AddRange((await checks.RestoreAsync(file, before, all, isKill)).Select(fault => $"backup {backup}: {fault}"));
        File.Delete(file);
        return all.Count;
    }

    private static Task SomeTimeAsync(Seed own) => Task.Delay(TimeSpan.FromMilliseconds(200 + own.Next(1_300)), TimeProvider.System);
}
