using Latchwork.Server.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Latchwork.Server.Postgres;

/// <summary>
/// FS-1: an answer of success means the change is on stable storage. A database that is set up to promise less is refused, or, where the
/// operator allows it, warned about at every start.
/// </summary>
internal static class DurabilityCheck
{
    private const string UnsafeSettings = """
        select name || '=' || setting from pg_settings
        where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') and setting = 'off'
        order by name
        """;

    public static async Task RunAsync(string connectionString, bool allowUnsafe, ILogger logger, CancellationToken cancel)
    {
        var found = await ReadAsync(connectionString, cancel);
        if (found.Count == 0)
            return;
        var settings = string.Join(", ", found);
        if (!allowUnsafe)
        {
            throw new StartRefusedException(
                $"The database may lose what was confirmed: {settings}. Switch it on (data_checksums: pg_checksums --enable on the stopped cluster), "
                    + "or accept the risk with the setting Storage__AllowUnsafe=true."
            );
        }
        logger.Unsafe(settings);
    }

    private static async Task<List<string>> ReadAsync(string connectionString, CancellationToken cancel)
    {
        var found = new List<string>();
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand(UnsafeSettings, connection);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                found.Add(reader.GetString(0));
        }
        catch (NpgsqlException e)
        {
            throw new StartRefusedException($"The database does not answer: {e.Message}", e);
        }
        return found;
    }
}
