using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// Each batch of a Journal's connection leaves its number, in its own transaction. So a node can tell what became of a commit whose answer was
/// lost, also after the database itself was killed in it: the number of a transaction would not do, since what never reached the disk is given
/// again. One batch at a time.
/// </summary>
internal sealed class JournalMark(AccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Guid journal = Guid.CreateVersion7(clock.GetUtcNow());

    private long last;

    /// <summary>Leaves the row that batches change: one that is still being committed holds it, and whoever asks sees that.</summary>
    public Task MakeAsync() =>
        db.ListAsync(
            TenantSet.None,
            "insert into journal_mark (journal_id, batch, written_at) values ($1, $2, $3) on conflict do nothing",
            _ => true,
            [journal, last, clock.Now()],
            CancellationToken.None
        );

    /// <summary>Adds the statement that leaves the number of the next batch.</summary>
    public void AddTo(NpgsqlBatch batch, DateTimeOffset now)
    {
        last++;
        batch.BatchCommands.Add(
            AccessDb.Statement(
                """
                insert into journal_mark (journal_id, batch, written_at) values ($1, $2, $3)
                on conflict (journal_id) do update set batch = excluded.batch, written_at = excluded.written_at
                """,
                [journal, last, now]
            )
        );
    }

    /// <summary>Waits while the database is away, or still at it.</summary>
    /// <returns>True when the last batch was committed, false when it was not; null when nobody could tell in time.</returns>
    public async Task<bool?> HoldsLastAsync()
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience; await Task.Delay(Pause, clock))
        {
            if (await FoundAsync() is { } found)
            {
                return found == last;
            }
        }

        return null;
    }

    /// <summary>Null while the database does not answer, or holds the row for a transaction that may yet be committed.</summary>
    private async Task<long?> FoundAsync()
    {
        try
        {
            await using var command = db.Source.CreateCommand("select batch from journal_mark where journal_id = $1 for share nowait");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = journal });
            return await command.ExecuteScalarAsync() as long?;
        }
        catch (NpgsqlException away) when (away.IsTransient || away is not PostgresException)
        {
            return null;
        }
    }
}
