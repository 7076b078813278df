using System.Data.Common;
using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Latchwork.Cli;

/// <summary>
/// The database as its owner: one that a connection string names, or the built-in one of a data folder. Of a running server its socket is used;
/// else PostgreSQL is started for as long as this lives.
/// </summary>
internal sealed class OperatorDatabase : IAsyncDisposable
{
    private readonly DataFolder? claim;
    private readonly BuiltInPostgres? started;

    private OperatorDatabase(string connection, DataFolder? claim = null, BuiltInPostgres? started = null)
    {
        (this.claim, this.started) = (claim, started);
        Owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
    }

    public NpgsqlDataSource Owner { get; }

    /// <exception cref="StartRefusedException">The text names no connection.</exception>
    public static OperatorDatabase Connect(string connection)
    {
        try
        {
            return new OperatorDatabase(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartRefusedException("--connection is a connection string, such as Host=db.example;Username=latchwork;Database=latchwork.", e);
        }
    }

    /// <exception cref="StartRefusedException">There is no database in the folder, or it cannot be used.</exception>
    public static async Task<OperatorDatabase> OpenAsync(string dataFolder, CancellationToken cancel)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        if (!Directory.Exists(Path.Combine(full, "postgres")))
        {
            throw new StartRefusedException(
                $"{full} is no data folder with a built-in database. Name it with --data, or a database with --connection."
            );
        }

        return await RunningAsync(full, cancel) ?? await StartAsync(full, cancel);
    }

    /// <summary>A new built-in database in a folder that has none, or only what a restore that did not end has left.</summary>
    /// <exception cref="StartRefusedException">The folder cannot be used.</exception>
    public static Task<OperatorDatabase> CreateAsync(string dataFolder, CancellationToken cancel) =>
        StartAsync(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)), cancel);

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        if (started is not null)
        {
            await started.DisposeAsync();
        }

        claim?.Dispose();
    }

    private static async Task<OperatorDatabase?> RunningAsync(string folder, CancellationToken cancel)
    {
        var socket = RunFolder.PathFor(folder);
        if (!File.Exists(Path.Combine(socket, ".s.PGSQL.5432")))
        {
            return null;
        }

        var database = new OperatorDatabase($"Host={socket};Username={ClusterSite.OwnerRole};Database={ClusterSite.DatabaseName}");
        try
        {
            await using var connection = await database.Owner.OpenConnectionAsync(cancel);
            return database;
        }
        catch (DbException)
        {
            await database.DisposeAsync();
            return null;
        }
    }

    private static async Task<OperatorDatabase> StartAsync(string folder, CancellationToken cancel)
    {
        var claim = DataFolder.Claim(folder);
        try
        {
            var options = new PostgresOptions { Binaries = NamedBinaries() };
            var started = await BuiltInPostgres.StartAsync(claim, options, TimeProvider.System, NullLogger.Instance, onChange: null, cancel);
            return new OperatorDatabase(started.ConnectionString, claim, started);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>The same two variables that the server reads, in its order.</summary>
    private static string? NamedBinaries() =>
        Environment.GetEnvironmentVariable($"{PostgresOptions.Section}__{nameof(PostgresOptions.Binaries)}") is { Length: > 0 } set
            ? set
            : Environment.GetEnvironmentVariable("LATCHWORK_POSTGRES_BIN");
}
