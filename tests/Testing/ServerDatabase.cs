using Npgsql;

namespace Latchwork.Testing;

/// <summary>Questions to the database of a running server, as its owner.</summary>
public static class ServerDatabase
{
    /// <summary>The first value, as text; empty for none.</summary>
    public static async Task<string> AskDatabaseAsync(this ServerProcess server, string statement)
    {
        await using var connection = new NpgsqlConnection(
            $"Host={await SocketFolderAsync(server)};Username=latchwork;Database=latchwork;Pooling=false"
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    /// <summary>The fifth line of PostgreSQL's pid file names the folder of its socket.</summary>
    private static async Task<string> SocketFolderAsync(ServerProcess server) =>
        (await File.ReadAllLinesAsync(Path.Combine(server.DataFolder, "postgres", "postmaster.pid")))[4];
}
