using System.Data;
using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// A connection that the Journal keeps, for one batch at a time: what the database has prepared and holds close for the last batch serves
/// the next, and no batch waits for others to give a connection back. One that broke while nobody used it is opened again unnoticed.
/// </summary>
internal sealed class JournalConnection(AccessDb db, TimeProvider clock) : IAsyncDisposable
{
    private readonly JournalMark mark = new(db, clock);
    private NpgsqlConnection? kept;

    /// <summary>Loads, decides, saves and commits. The callers are not answered yet.</summary>
    /// <param name="taking">The lanes with those who are in the batch.</param>
    /// <param name="waits">For chains that another node holds; else their callers are put back.</param>
    /// <returns>False when callers were put back.</returns>
    /// <exception cref="CommitUnknownException">It was sent, and may have been committed: it must not be run again.</exception>
    /// <exception cref="NpgsqlException">Nothing was written.</exception>
    public async Task<bool> RunAsync(List<JournalLane> taking, bool waits)
    {
        try
        {
            return await TryAsync(taking, waits);
        }
        catch (PostgresException missing) when (AuditMonths.IsMissing(missing))
        {
            await AuditMonths.MakeAsync(db, clock.Now(), CancellationToken.None);
            return await TryAsync(taking, waits);
        }
    }

    public ValueTask DisposeAsync() => kept?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> TryAsync(List<JournalLane> taking, bool waits)
    {
        HashSet<TenantId> tenants = [];
        taking.ForEach(lane => lane.AddTenants(tenants));
        var (isComplete, isSent) = (false, false);
        try
        {
            var chain = await LoadAsync(taking, tenants, waits);
            isComplete = tenants.All(chain.Holds);
            if (waits && !isComplete)
            {
                throw new InvalidOperationException("A tenant without an audit chain cannot act.");
            }

            var now = clock.Now();
            taking.ForEach(lane => lane.Decide(chain, now, isComplete));
            await using var saving = Save(taking, chain, now);
            isSent = true;
            await saving.ExecuteNonQueryAsync();
            db.News.Tell();
        }
        catch (Exception cause)
        {
            await AbandonAsync();

            // A commit whose answer was lost is not made again: refusals and reports would be recorded twice.
            if (!isSent || !(await mark.HoldsLastAsync() ?? throw new CommitUnknownException(cause)))
            {
                throw;
            }
        }

        return isComplete;
    }

    private async Task<ChainBatch> LoadAsync(List<JournalLane> taking, HashSet<TenantId> tenants, bool waits)
    {
        if (kept is { State: ConnectionState.Open })
        {
            try
            {
                return await LoadOnAsync(kept, taking, tenants, waits);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException && kept.State != ConnectionState.Open)
            {
                // It broke, most likely while nobody used it; nothing was written.
            }
        }

        await DisposeAsync();
        kept = await OpenAsync();
        return await LoadOnAsync(kept, taking, tenants, waits);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        await mark.MakeAsync();
        return await db.Source.OpenConnectionAsync();
    }

    private static async Task<ChainBatch> LoadOnAsync(NpgsqlConnection connection, List<JournalLane> taking, HashSet<TenantId> tenants, bool waits)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(AccessDb.Statement(AccessDb.SetTenantsByKey, [new TenantSet(tenants).Setting]));
        var hold = waits ? AuditLog.HoldEnds : AuditLog.HoldEnds + " skip locked";
        batch.BatchCommands.Add(AccessDb.Statement(hold, [tenants.Select(t => t.Value).ToArray()]));
        taking.ForEach(lane => lane.AddLoad(batch));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var chain = new ChainBatch();
        while (await reader.ReadAsync())
        {
            var (tenant, end) = AuditLog.ReadEnd(reader);
            chain.Hold(tenant, end);
        }

        foreach (var lane in taking)
        {
            await lane.ReadFactsAsync(reader);
        }

        return chain;
    }

    /// <summary>All that was decided, up to the commit.</summary>
    private NpgsqlBatch Save(List<JournalLane> taking, ChainBatch chain, DateTimeOffset now)
    {
        var batch = new NpgsqlBatch(kept);
        taking.ForEach(lane => lane.AddSave(batch, now));
        chain.AddStatements(batch);
        if (batch.BatchCommands.Count > 0)
        {
            mark.AddTo(batch, now);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        return batch;
    }

    /// <summary>The transaction ends, on a connection that may be gone; the next batch finds out.</summary>
    private async Task AbandonAsync()
    {
        if (kept is not { State: ConnectionState.Open })
        {
            return;
        }

        try
        {
            await using var rollback = new NpgsqlCommand("rollback", kept);
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection itself is gone, and the transaction with it.
        }
    }
}

/// <summary>Nobody could tell in time whether a batch was committed. What callers are told is that the database is away.</summary>
internal sealed class CommitUnknownException(Exception cause) : NpgsqlException("Whether a batch was committed could not be learnt.", cause);
