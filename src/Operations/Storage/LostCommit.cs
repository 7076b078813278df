using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>What became of a commit whose answer was lost together with its connection.</summary>
internal static class LostCommit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits while the database is away, or still at it.</summary>
    /// <param name="transaction">As <c>pg_current_xact_id()</c> named it.</param>
    /// <returns>True when it was made; false when it was not, or nobody could tell in time.</returns>
    public static async Task<bool> WasMadeAsync(AccessDb db, string transaction, TimeProvider clock)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience; await Task.Delay(Pause, clock))
        {
            if (await StatusAsync(db, transaction) is { } status and not "in progress")
            {
                return status == "committed";
            }
        }

        return false;
    }

    /// <summary>Null while the database does not answer.</summary>
    private static async Task<string?> StatusAsync(AccessDb db, string transaction)
    {
        try
        {
            await using var command = db.Source.CreateCommand("select coalesce(pg_xact_status($1::xid8), 'forgotten')");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = transaction, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            return (string)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException away) when (away.IsTransient)
        {
            return null;
        }
        catch (PostgresException)
        {
            // A database that never came to this number is not the one that was asked to commit it.
            return "unheard of";
        }
    }
}
