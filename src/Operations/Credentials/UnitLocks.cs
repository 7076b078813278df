using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Credentials;

/// <summary>The locks of a unit, as they are in the transaction that decides.</summary>
internal static class UnitLocks
{
    public static readonly AccessError None = new(AccessErrorCode.Unsupported, "The unit has no lock.", Noun.Unit);

    /// <summary>All locks of the unit that this one is at, and it alone where it is at none.</summary>
    public static async Task<IReadOnlyList<LockId>> BesideAsync(CallerTurn turn, LockId smartLock, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(
            """
            select o.lock_id from smart_lock l
            join smart_lock o on o.tenant_id = l.tenant_id and o.unit_id = l.unit_id and o.decommissioned_at is null
            where l.tenant_id = $1 and l.lock_id = $2 order by o.lock_id
            """,
            row => new LockId(row.GetGuid(0)),
            [turn.Tenant.Value, smartLock.Value],
            cancel
        );
        return found.Count == 0 ? [smartLock] : found;
    }

    /// <summary>In the order of their ids.</summary>
    public static async Task<Outcome<IReadOnlyList<LockId>>> OfAsync(CallerTurn turn, UnitId unit, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(
            """
            select l.lock_id from unit u
            left join smart_lock l on l.tenant_id = u.tenant_id and l.unit_id = u.unit_id and l.decommissioned_at is null
            where u.tenant_id = $1 and u.unit_id = $2 and u.archived_at is null order by l.lock_id
            """,
            row => row.IsDBNull(0) ? default(LockId?) : new LockId(row.GetGuid(0)),
            [turn.Tenant.Value, unit.Value],
            cancel
        );
        return found switch
        {
            [] => AccessError.NotFound(Noun.Unit),
            [null] => None,
            _ => found.Select(one => one!.Value).ToList(),
        };
    }
}
