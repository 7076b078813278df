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

    // Statements for many callers at once find rows by key, one by one. Told so, the planner does not fall for a table that was small when it was last
    // counted and has grown since; it joins in the order in which a statement is written; and it plans each statement once a connection.
    internal const string SetTenantsByKey = """
        select set_config('latchwork.tenants', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_material', 'off', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('join_collapse_limit', '1', true)
        """;

    internal NpgsqlDataSource Source => source;

    /// <summary>Told with every commit of events by this node.</summary>
    internal AuditNews News { get; } = new();

    /// <summary>All rows of one statement, in one round trip.</summary>
    internal Task<List<T>> ListAsync<T>(TenantSet tenants, string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken cancel) =>
        ListAsync(SetTenants, tenants, sql, map, values, cancel);

    /// <summary>The same for a statement that finds many rows by key.</summary>
    internal Task<List<T>> ListByKeyAsync<T>(
        TenantSet tenants,
        string sql,
        Func<NpgsqlDataReader, T> map,
        object?[] values,
        CancellationToken cancel
    ) => ListAsync(SetTenantsByKey, tenants, sql, map, values, cancel);

    private async Task<List<T>> ListAsync<T>(
        string scope,
        TenantSet tenants,
        string sql,
        Func<NpgsqlDataReader, T> map,
        object?[] values,
        CancellationToken cancel
    )
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Statement(scope, [tenants.Setting]));
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
    internal Task<Work> BeginAsync(TenantSet tenants, CancellationToken cancel) => BeginAsync(tenants, SetTenants, cancel);

    /// <summary>The same for statements that find many rows by key.</summary>
    internal Task<Work> BeginByKeyAsync(TenantSet tenants, CancellationToken cancel) => BeginAsync(tenants, SetTenantsByKey, cancel);

    private async Task<Work> BeginAsync(TenantSet tenants, string scope, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
            return new Work(connection, transaction, tenants, scope, News);
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

    internal static async Task<List<T>> ReadNextAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        await reader.NextResultAsync(cancel);
        return await ReadAllAsync(reader, map, cancel);
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
