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

    /// <summary>Five are kept for good (two by the Journal, two by shared reads, one for signals between nodes); the rest is for whoever works.</summary>
    public const int LeastPoolSize = 8;

    /// <summary>Some are kept open and seldom used; what stands between may forget a connection that says nothing for minutes.</summary>
    private const int KeepAliveSeconds = 60;

    private const string Role = "latchwork_app";

    /// <summary>Kept for the owner: migrations, the operator, PostgreSQL's own reserve.</summary>
    private const int Reserved = 8;

    /// <summary>Those of the whole process. Nothing is opened yet.</summary>
    /// <param name="poolSize">Where the connection string names none.</param>
    /// <exception cref="StartRefusedException">It is no connection string, or allows fewer connections than the server needs.</exception>
    public static NpgsqlDataSource SourceOf(string connectionString, int poolSize)
    {
        try
        {
            return NpgsqlDataSource.Create(Of(connectionString, poolSize));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            // What is wrong in it is not repeated: it holds a password.
            throw new StartRefusedException(
                "The setting ConnectionStrings__Latchwork is no connection string, such as Host=db.example;Database=latchwork;Username=latchwork.",
                e
            );
        }
    }

    /// <summary>Whatever else the connection string says stays as it is.</summary>
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
        {
            settings.MaxPoolSize = poolSize;
        }

        if (!settings.ShouldSerialize("Keepalive"))
        {
            settings.KeepAlive = KeepAliveSeconds;
        }

        return settings.MaxPoolSize >= LeastPoolSize
            ? settings
            : throw new StartRefusedException(
                $"The connection string allows {settings.MaxPoolSize} connections (Maximum Pool Size); the server needs {LeastPoolSize} or more."
            );
    }

    /// <summary>What the built-in database can bear.</summary>
    public static int PoolSizeOf(PostgresOptions options) => Math.Min(UsualPoolSize, options.MaxConnections - Reserved);
}
