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
    private static readonly Lazy<Task<TestCluster>> Only = new(StartAsync);

    private readonly BuiltInPostgres postgres;

    private TestCluster(BuiltInPostgres postgres) => this.postgres = postgres;

    public static Task<TestCluster> SharedAsync() => Only.Value;

    /// <summary>Logs in as the owner of the cluster.</summary>
    public string ConnectionTo(string database) => postgres.Site.ConnectionTo(database);

    internal async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestCluster> StartAsync()
    {
        var folder = DataFolder.Claim(TestPaths.Fresh("cluster"));
        var options = new PostgresOptions
        {
            Durable = false,
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
        return new TestCluster(started);
    }
}
