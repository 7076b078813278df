using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// What commands that ended tell of troubles of their locks: a bolt that moved is stuck no more, a door that the server opened was not forced, and a clock that
/// was set is right.
/// </summary>
internal static class WatchEffects
{
    public static void Tell(CommandEnding ending, StoredCommand of, BoltState? after, ChainBatch chain, DateTimeOffset now)
    {
        if (of.IsJammed && after is BoltState.Locked or BoltState.Unlocked)
        {
            var freed = new AuditEvent
            {
                Kind = AuditKind.Unjammed,
                Outcome = AuditOutcome.Reported,
                Operation = of.Operation,
                Lock = of.Lock,
                Bolt = after,
            };
            chain.Append(ending.Tenant, freed, now);
        }
    }

    /// <param name="boltAfter">Where a command left the bolt; null where it tells nothing of that.</param>
    public static void Add(
        NpgsqlBatch batch,
        List<(CommandEnding Ending, StoredCommand Of)> written,
        Func<CommandEnding, StoredCommand, BoltState?> boltAfter
    )
    {
        foreach (var (ending, of) in written.Where(one => one.Of.Lock is not null))
        {
            var after = boltAfter(ending, of);
            if (of.IsJammed && after is BoltState.Locked or BoltState.Unlocked)
            {
                Do("update lock_watch set is_jammed = false where tenant_id = $1 and lock_id = $2");
            }

            if (of.Act == ActNumber.Unlock && after is BoltState.Unlocked or BoltState.Unknown)
            {
                Do("update lock_watch set suspect_at = null where tenant_id = $1 and lock_id = $2 and suspect_at is not null");
            }

            if (of.Act == ActNumber.SetClock && ending.State == CommandState.Done)
            {
                Do("update lock_watch set is_drift_told = false where tenant_id = $1 and lock_id = $2 and is_drift_told");
            }

            void Do(string sql) => batch.BatchCommands.Add(AccessDb.Statement(sql, [ending.Tenant.Value, of.Lock]));
        }
    }
}
