using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Latchwork.Testing;

/// <summary>
/// One real PostgreSQL per test process, started at first use and gone with the process. It does not wait for the disk, so it is not for
/// tests about faults: those start a <see cref="ServerProcess"/>.
/// </summary>
public sealed class TestCluster
{
    private static readonly Lazy<Task<TestCluster>> Only = new(() => StartAsync(isDurable: false));

    private readonly DataFolder folder;
    private readonly PostgresOptions options;
    private BuiltInPostgres postgres;
    private bool isStopped;

    private TestCluster(BuiltInPostgres postgres, DataFolder folder, PostgresOptions options) =>
        (this.postgres, this.folder, this.options) = (postgres, folder, options);

    /// <summary>Holds the files of all its databases, the write-ahead log and its own log.</summary>
    public string Folder => folder.Path;

    public static Task<TestCluster> SharedAsync() => Only.Value;

    /// <summary>One more cluster, that a test may stop and start.</summary>
    public static Task<TestCluster> StartOwnAsync() => StartAsync(isDurable: false);

    /// <summary>Cuts all connections and ends; until it is started again nobody answers.</summary>
    public async Task StopAsync()
    {
        if (!isStopped)
        {
            isStopped = true;
            await postgres.DisposeAsync();
        }
    }

    /// <summary>On the same files, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        postgres = await LaunchAsync(folder, options);
        isStopped = false;
    }

    /// <summary>One more cluster that waits for the disk as in earnest: for measuring.</summary>
    public static Task<TestCluster> StartDurableAsync() => StartAsync(isDurable: true);

    /// <summary>Logs in as the owner of the cluster. On a machine whose every core is taken a new connection may wait for its turn longer than the usual 15 seconds.</summary>
    public string ConnectionTo(string database) => postgres.Site.ConnectionTo(database) + ";Timeout=60";

    /// <summary>How long the database of a server's folder takes to start, by itself.</summary>
    public static async Task<TimeSpan> StartOnAsync(string dataFolder)
    {
        using var folder = DataFolder.Claim(dataFolder);
        var began = TimeProvider.System.GetTimestamp();
        await using var started = await BuiltInPostgres.StartAsync(
            folder,
            new PostgresOptions { Binaries = Environment.GetEnvironmentVariable("LATCHWORK_POSTGRES_BIN") },
            TimeProvider.System,
            NullLogger.Instance,
            onChange: null,
            CancellationToken.None
        );
        return TimeProvider.System.GetElapsedTime(began);
    }

    public async Task ExecuteAsync(string statement, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestCluster> StartAsync(bool isDurable)
    {
        var folder = DataFolder.Claim(isDurable ? TestPaths.Fresh("cluster") : TestPaths.FreshInMemory("cluster"));
        var options = new PostgresOptions
        {
            Durable = isDurable,
            MaxConnections = 300,
            SharedBuffersMiB = 128,
            StopLimit = TimeSpan.FromSeconds(5),
            Binaries = Environment.GetEnvironmentVariable("LATCHWORK_POSTGRES_BIN"),
        };
        var cluster = new TestCluster(await LaunchAsync(folder, options), folder, options);
        ScratchFolder.BeforeRemoval += () => cluster.StopAsync().GetAwaiter().GetResult();
        return cluster;
    }

    private static Task<BuiltInPostgres> LaunchAsync(DataFolder folder, PostgresOptions options) =>
        BuiltInPostgres.StartAsync(folder, options, TimeProvider.System, NullLogger.Instance, onChange: null, CancellationToken.None);
}
