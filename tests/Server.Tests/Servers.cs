using System.Net;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Server.Tests;

/// <summary>Short questions to a running server and its database.</summary>
internal static class Servers
{
    private static readonly HttpClient Http = new();

    public static async Task<(HttpStatusCode Status, string Body)> GetAsync(this ServerProcess server, string path)
    {
        using var answer = await Http.GetAsync(new Uri(server.BaseUrl, path));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static async Task<bool> IsReadyAsync(this ServerProcess server) => (await server.GetAsync("/health/ready")).Status == HttpStatusCode.OK;

    public static async Task<string> AskAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    /// <summary>The fifth line of PostgreSQL's pid file names the folder of its socket.</summary>
    public static async Task<string> SocketFolderAsync(ServerProcess server) =>
        (await File.ReadAllLinesAsync(Path.Combine(server.DataFolder, "postgres", "postmaster.pid")))[4];
}
