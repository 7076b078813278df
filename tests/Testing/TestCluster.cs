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

    private readonly BuiltInPostgres postgres;

    private TestCluster(BuiltInPostgres postgres, string folder) => (this.postgres, Folder) = (postgres, folder);

    /// <summary>Holds the files of all its databases, the write-ahead log and its own log.</summary>
    public string Folder { get; }

    public static Task<TestCluster> SharedAsync() => Only.Value;

    /// <summary>One more cluster that waits for the disk as in earnest: for measuring.</summary>
    public static Task<TestCluster> StartDurableAsync() => StartAsync(isDurable: true);

    /// <summary>Logs in as the owner of the cluster.</summary>
    public string ConnectionTo(string database) => postgres.Site.ConnectionTo(database);

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
        var folder = DataFolder.Claim(TestPaths.Fresh("cluster"));
        var options = new PostgresOptions
        {
            Durable = isDurable,
            MaxConnections = 300,
            SharedBuffersMiB = 128,
            StopLimit = TimeSpan.FromSeconds(5),
            Binaries = Environment.GetEnvironmentVariable("LATCHWORK_POSTGRES_BIN"),
        };
        var started = await BuiltInPostgres.StartAsync(
            folder,
            options,
            TimeProvider.System,
            NullLogger.Instance,
            onChange: null,
            CancellationToken.None
        );
        ScratchFolder.BeforeRemoval += () => started.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return new TestCluster(started, folder.Path);
    }
}
