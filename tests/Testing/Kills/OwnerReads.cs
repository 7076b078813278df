using Npgsql;

namespace Latchwork.Testing.Kills;

/// <summary>Questions to a database as its owner, each on a connection of its own: the one before may have been killed.</summary>
internal sealed class OwnerReads(string connection)
{
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params IReadOnlyList<object> values)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public async Task<long> CountAsync(string sql, params IReadOnlyList<object> values) => (await ListAsync(sql, row => row.GetInt64(0), values))[0];
}
