using System.Globalization;

namespace Latchwork.Server.Postgres;

/// <summary>What the built-in PostgreSQL is started with. The command line wins over the cluster's own files.</summary>
internal static class PostmasterSettings
{
    private const int MiB = 1024 * 1024;

    public static IEnumerable<string> Arguments(ClusterSite site, PostgresOptions options) =>
        Access(site).Concat(Durability(options)).Concat(Resources(options)).Concat(Log()).SelectMany(setting => new[] { "-c", setting });

    private static IEnumerable<string> Access(ClusterSite site) =>
        [
            "listen_addresses=",
            $"unix_socket_directories={site.RunFolder}",
            "unix_socket_permissions=0700",
            $"hba_file={site.AccessRules}",
            $"ident_file={site.AccountMap}",
        ];

    private static IEnumerable<string> Durability(PostgresOptions options)
    {
        var value = options.Durable ? "on" : "off";
        return [$"fsync={value}", $"full_page_writes={value}", $"synchronous_commit={value}"];
    }

    /// <summary>
    /// Tables are counted within seconds of a burst: a statement that is planned before that takes each tenant for one of two hundred, and may begin at all of its rows.
    /// A database that need not last is one of very many, each looked at in its turn.
    /// </summary>
    private static string CountsEvery(PostgresOptions options) => $"autovacuum_naptime={(options.Durable ? "10s" : "60s")}";

    private static IEnumerable<string> Resources(PostgresOptions options) =>
        [
            $"max_connections={options.MaxConnections.ToString(CultureInfo.InvariantCulture)}",
            $"shared_buffers={SharedBuffers(options).ToString(CultureInfo.InvariantCulture)}MB",
            "random_page_cost=1.1",
            "jit=off",
            CountsEvery(options),
            "timezone=UTC",
        ];

    /// <summary>
    /// LG-1: the text and the detail of a failed statement can hold personal values. The server sees every error of its own statements,
    /// so the log of the database keeps only what concerns the database itself.
    /// </summary>
    private static IEnumerable<string> Log() =>
        ["logging_collector=off", "log_timezone=UTC", "log_min_messages=log", "log_min_error_statement=panic", "log_error_verbosity=terse"];

    private static long SharedBuffers(PostgresOptions options) =>
        options.SharedBuffersMiB > 0
            ? options.SharedBuffersMiB
            : Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / MiB, min: 64, max: 1024);
}
