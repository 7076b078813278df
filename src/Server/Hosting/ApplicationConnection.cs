using Latchwork.Server.Postgres;
using Npgsql;

namespace Latchwork.Server.Hosting;

/// <summary>
/// Connections as the role that owns nothing (TN-2), from their first statement on. Statements are prepared when they are used again, and
/// nothing of a session outlives its transaction, so there is nothing to reset.
/// </summary>
internal static class ApplicationConnection
{
    public const int UsualPoolSize = 60;

    private const string Role = "latchwork_app";

    /// <summary>Kept for the owner: migrations, the operator, PostgreSQL's own reserve.</summary>
    private const int Reserved = 8;

    /// <param name="connectionString">Whatever else it says stays as it is.</param>
    /// <param name="poolSize">Where the connection string names none.</param>
    public static NpgsqlConnectionStringBuilder Of(string connectionString, int poolSize)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        };
        settings.Options = $"{settings.Options} -c role={Role}".TrimStart();
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = poolSize;
        return settings;
    }

    /// <summary>What the built-in database can bear.</summary>
    public static int PoolSizeOf(PostgresOptions options) => Math.Min(UsualPoolSize, options.MaxConnections - Reserved);
}
