using Latchwork.Operations.Storage;
using Latchwork.Server.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Latchwork.Server.Hosting;

/// <summary>The database of this run: the one that a connection string names, else the built-in.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Name = "Latchwork";

    private readonly BuiltInPostgres? builtIn;
    private readonly NpgsqlDataSource application;

    private Database(string connectionString, int poolSize, BuiltInPostgres? builtIn)
    {
        ConnectionString = connectionString;
        this.builtIn = builtIn;
        application = ApplicationConnection.SourceOf(connectionString, poolSize);
    }

    public string ConnectionString { get; }

    /// <summary>The built-in is this process's own: no other node can reach it.</summary>
    public bool IsBuiltIn => builtIn is not null;

    /// <summary>Returns when the database answers and keeps what it confirms (FS-1).</summary>
    public static async Task<Database> OpenAsync(IConfiguration configuration, DataFolder folder, ILoggerFactory logs, CancellationToken cancel)
    {
        var logger = logs.CreateLogger("Latchwork.Database");
        var storage = configuration.Read<StorageOptions>(StorageOptions.Section);
        var database = configuration.GetConnectionString(Name) is { Length: > 0 } external
            ? new Database(external, ApplicationConnection.UsualPoolSize, builtIn: null)
            : await StartBuiltInAsync(configuration, folder, logger, cancel);
        try
        {
            await DurabilityCheck.RunAsync(database.ConnectionString, storage.AllowUnsafe, logger, cancel);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Configuration[$"ConnectionStrings:{Name}"] = ConnectionString;
        builder.Services.AddSingleton(_ => application);
    }

    /// <summary>Brings the tables to this release, as their owner.</summary>
    /// <exception cref="StartRefusedException">A newer or an altered release made them, or the account may not do it.</exception>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var owner = NpgsqlDataSource.Create(ConnectionString);
        try
        {
            await Migrator.RunAsync(owner, TimeProvider.System, cancel);
        }
        catch (InvalidOperationException foreign)
        {
            throw new StartRefusedException(foreign.Message, foreign);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StartRefusedException(
                $"The database account may not prepare the database: {refused.MessageText}. Let it own the database and create roles, "
                    + "or make the extension btree_gist and the role latchwork_app before, and make the account its member.",
                refused
            );
        }
        catch (NpgsqlException away)
        {
            throw new StartRefusedException($"The database could not be brought to this release: {away.Message}", away);
        }
    }

    public async ValueTask DisposeAsync()
    {
        ForgetConnections();
        if (builtIn is not null)
            await builtIn.DisposeAsync();
    }

    private static async Task<Database> StartBuiltInAsync(IConfiguration configuration, DataFolder folder, ILogger logger, CancellationToken cancel)
    {
        var options = configuration.Read<PostgresOptions>(PostgresOptions.Section);
        options.Binaries ??= configuration["LATCHWORK_POSTGRES_BIN"];
        Database? opened = null;
        var started = await BuiltInPostgres.StartAsync(
            folder,
            options,
            TimeProvider.System,
            logger,
            onChange: _ => opened?.ForgetConnections(),
            cancel
        );
        return opened = new Database(started.ConnectionString, ApplicationConnection.PoolSizeOf(options), started);
    }

    /// <summary>Connections to a database that is gone would fail one caller each.</summary>
    private void ForgetConnections() => application.Clear();
}
