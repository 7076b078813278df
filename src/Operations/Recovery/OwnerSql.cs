using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>Statements of the owner of the tables, who sees all tenants, in one transaction. They may take as long as they need.</summary>
internal sealed class OwnerSql(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    public async Task<int> DoAsync(string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task DoAsync(Action<NpgsqlBatch> add, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
        add(batch);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await AccessDb.ReadAllAsync(reader, map, cancel);
    }

    public async Task<long> NumberAsync(string sql, CancellationToken cancel) => (await ListAsync(sql, row => row.GetInt64(0), cancel))[0];

    private NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
