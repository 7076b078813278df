using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// A transaction under way. Disposing it without a commit undoes everything. An operation that changes something appends
/// its audit event last, since from then until the commit it holds the chain of its tenant (design, "Journal").
/// </summary>
internal sealed class Work(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantSet tenants, string scope, AuditNews news)
    : IAsyncDisposable
{
    private const string BeforeAudit = "before_audit";
    private const string Part = "part";

    private readonly List<NpgsqlBatchCommand> later = [];
    private bool isScoped;

    /// <summary>Runs a statement that answers nothing, in one round trip.</summary>
    /// <returns>How many rows it concerned.</returns>
    public async Task<int> DoAsync(string sql, object?[] values, CancellationToken cancel)
    {
        await using var batch = NewBatch();
        var statement = AccessDb.Statement(sql, values);
        batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(cancel);
        return statement.RecordsAffected;
    }

    /// <summary>The same for statements that the caller puts together; nothing where there are none.</summary>
    public async Task DoAsync(Action<NpgsqlBatch> add, CancellationToken cancel)
    {
        await using var batch = NewBatch();
        add(batch);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>
    /// Sends a statement that answers nothing in the round trip of the next one, before it; an error of it is thrown there. For what is written whatever comes
    /// next. At the latest it goes out with the commit.
    /// </summary>
    public void DoLater(string sql, params object?[] values) => later.Add(AccessDb.Statement(sql, values));

    /// <summary>Its commit does not wait for the disk: for what is done again where a crash undoes it. A later commit that waits keeps this one too.</summary>
    public void MayBeUndone() => DoLater("set local synchronous_commit to off");

    /// <summary>Sends what still waits, for who must know that it is written.</summary>
    public Task DoWaitingAsync(CancellationToken cancel) => later.Count == 0 ? Task.CompletedTask : DoAsync(_ => { }, cancel);

    /// <summary>From here on something is tried that can be undone by itself. One part at a time.</summary>
    public Task<int> BeginPartAsync(CancellationToken cancel) => DoAsync($"savepoint {Part}", [], cancel);

    /// <summary>It is kept, as far as the whole is.</summary>
    public Task<int> KeepPartAsync(CancellationToken cancel) => DoAsync($"release savepoint {Part}", [], cancel);

    /// <summary>It never was, what still waits of it too.</summary>
    public Task<int> UndoPartAsync(CancellationToken cancel)
    {
        later.Clear();
        return DoAsync($"rollback to savepoint {Part}", [], cancel);
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken cancel)
    {
        var isFirst = !isScoped;
        await using var batch = NewBatch();
        batch.BatchCommands.Add(AccessDb.Statement(sql, values));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (isFirst)
        {
            await reader.NextResultAsync(cancel);
        }

        return await AccessDb.ReadAllAsync(reader, map, cancel);
    }

    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken cancel)
    {
        var rows = await ListAsync(sql, map, values, cancel);
        return rows.Count == 0 ? default : rows[0];
    }

    public async Task CommitAsync(CancellationToken cancel)
    {
        await DoWaitingAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Writes the chained events and commits.</summary>
    public async Task CommitAsync(ChainBatch chain, CancellationToken cancel)
    {
        try
        {
            await WriteAsync(chain, cancel);
        }
        catch (PostgresException missing) when (AuditMonths.IsMissing(missing))
        {
            await transaction.RollbackAsync(BeforeAudit, cancel);
            await DoAsync(AuditMonths.Make, [chain.Months], cancel);
            await WriteAsync(chain, cancel);
        }

        await transaction.CommitAsync(cancel);
        news.Tell();
    }

    private async Task WriteAsync(ChainBatch chain, CancellationToken cancel)
    {
        await using var batch = NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"savepoint {BeforeAudit}"));
        chain.AddStatements(batch);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private NpgsqlBatch NewBatch()
    {
        var batch = new NpgsqlBatch(connection, transaction);
        if (!isScoped)
        {
            batch.BatchCommands.Add(AccessDb.Statement(scope, [tenants.Setting]));
            isScoped = true;
        }

        later.ForEach(batch.BatchCommands.Add);
        later.Clear();
        return batch;
    }
}
