using Npgsql;

namespace Latchwork.Server.Postgres;

/// <summary>The database, the extension and the role that migrations count on. Each is made only where it is missing.</summary>
internal static class ClusterBootstrap
{
    public const string ApplicationRole = "latchwork_app";

    public static async Task RunAsync(ClusterSite site, CancellationToken cancel)
    {
        await using (var server = await OpenAsync(site, "postgres", cancel))
        {
            if (!await ExistsAsync(server, "select 1 from pg_database where datname = $1", ClusterSite.DatabaseName, cancel))
                await ExecuteAsync(server, $"create database {ClusterSite.DatabaseName}", cancel);
            if (!await ExistsAsync(server, "select 1 from pg_roles where rolname = $1", ApplicationRole, cancel))
                await ExecuteAsync(server, $"create role {ApplicationRole} nologin; grant {ApplicationRole} to {ClusterSite.OwnerRole}", cancel);
        }
        await using var database = await OpenAsync(site, ClusterSite.DatabaseName, cancel);
        await ExecuteAsync(database, "set client_min_messages = warning; create extension if not exists btree_gist", cancel);
    }

    private static async Task<NpgsqlConnection> OpenAsync(ClusterSite site, string database, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(site.ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string query, string name, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
