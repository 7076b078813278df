using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// Each batch of a Journal leaves its number, in its own transaction. So a node can tell what became of a commit whose answer was lost, also
/// after the database itself was killed in it: the number of a transaction would not do, since what never reached the disk is given again.
/// </summary>
internal sealed class JournalMark(AccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Guid journal = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>Adds the statement that leaves the number.</summary>
    public void AddTo(NpgsqlBatch batch, long number, DateTimeOffset now) =>
        batch.BatchCommands.Add(
            AccessDb.Statement(
                """
                insert into journal_mark (journal_id, batch, written_at) values ($1, $2, $3)
                on conflict (journal_id) do update set batch = excluded.batch, written_at = excluded.written_at
                """,
                [journal, number, now]
            )
        );

    /// <summary>Waits while the database is away, or still at it.</summary>
    /// <returns>True when the batch was committed; false when it was not, or nobody could tell in time.</returns>
    public async Task<bool> HoldsAsync(long number)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience; await Task.Delay(Pause, clock))
        {
            if (await LastAsync() is { } last)
            {
                return last >= number;
            }
        }

        return false;
    }

    /// <summary>Null while the database does not answer, or holds the row for a transaction that may yet be committed.</summary>
    private async Task<long?> LastAsync()
    {
        try
        {
            await using var command = db.Source.CreateCommand(
                "select coalesce((select batch from journal_mark where journal_id = $1 for share nowait), 0)"
            );
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = journal });
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException away) when (away.IsTransient || away is not PostgresException)
        {
            return null;
        }
    }
}
