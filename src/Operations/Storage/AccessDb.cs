using System.Data;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// Opens the database for a tenant set. Thin on purpose: SQL stands in the operation that needs it, here are only the ways to send it.
/// Parameters are positional (<c>$1</c>); an id is passed as its <see cref="Guid"/>.
/// </summary>
public sealed class AccessDb(NpgsqlDataSource source)
{
    internal const string SetTenants = "select set_config('latchwork.tenants', $1, true)";

    internal NpgsqlDataSource Source => source;

    /// <summary>Told with every commit of events by this node.</summary>
    internal AuditNews News { get; } = new();

    /// <summary>All rows of one statement, in one round trip.</summary>
    internal async Task<List<T>> ListAsync<T>(
        TenantSet tenants,
        string sql,
        Func<NpgsqlDataReader, T> map,
        object?[] values,
        CancellationToken cancel
    )
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Statement(SetTenants, [tenants.Setting]));
        batch.BatchCommands.Add(Statement(sql, values));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        return await ReadAllAsync(reader, map, cancel);
    }

    /// <summary>The first row of one statement, or default, in one round trip.</summary>
    internal async Task<T?> FirstAsync<T>(TenantSet tenants, string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken cancel)
    {
        var rows = await ListAsync(tenants, sql, map, values, cancel);
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>
    /// A transaction for the tenant set; nothing is written until it is committed. The first statement goes out together with its opening.
    /// </summary>
    internal async Task<Work> BeginAsync(TenantSet tenants, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
            return new Work(connection, transaction, tenants, News);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal static NpgsqlBatchCommand Statement(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    internal static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }

        return rows;
    }
}
