using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Moves a lock to the home of its new owner: a new row there takes over the public ids, so that clients go on naming it as before; the old row is out of
/// use, with its grants and codes, and keeps its audit. A lock behind a link cannot move: the link belongs to its tenant, and without it no code could
/// be taken off.
/// </summary>
internal sealed class MoveLock(NewLock locks, KeyRing ring)
{
    private static readonly AccessError Connected = new(
        AccessErrorCode.Unsupported,
        "This lock is connected through a link of its present owner's: it cannot be handed to another account.",
        Noun.Lock
    );

    private static readonly AccessError StillOpened = new(
        AccessErrorCode.Unsupported,
        "Codes that this lock works out by itself would go on opening it: they end first.",
        Noun.Lock
    );

    /// <returns>Null where it was done.</returns>
    public async Task<AccessError?> RunAsync(CallerTurn turn, NamedLock named, Receiver receiver, CancellationToken cancel)
    {
        if (named.Link is not null)
        {
            return Connected;
        }

        if (await HasOfflineCodesAsync(turn, named.Id, cancel))
        {
            return StillOpened;
        }

        var there = turn.In(receiver.Home);
        var moved = LockId.New(turn.Now);
        if (await CopyAsync(turn, named.Id, receiver.Home, moved, cancel) == 0)
        {
            return AccessError.NotFound(Noun.Site);
        }

        await MoveIdsAsync(turn, named.Id, receiver.Home, moved, cancel);
        await DeleteLock.EndAsync(turn, named, cancel);
        await locks.GiveOwnerAsync(turn.Work, receiver.Home, [moved.Value], receiver.User, turn.Now, cancel);
        turn.Tell(turn.Event(AuditKind.LockTransferred, named.Id) with { On = new AuditObject(Noun.User, receiver.User.Value) });
        there.Tell(there.Event(AuditKind.LockTransferred, moved) with { On = new AuditObject(Noun.User, receiver.User.Value) });
        return null;
    }

    private static async Task<bool> HasOfflineCodesAsync(CallerTurn turn, LockId smartLock, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            $"""
            select exists (select from enrollment where tenant_id = $1 and lock_id = $2 and gone_at is null
                and path = {(int)EnrollmentPath.OfflineScheme} and (upper(valid) is null or upper(valid) > $3))
            """,
            row => row.GetBoolean(0),
            [turn.Tenant.Value, smartLock.Value, turn.Now],
            cancel
        );

    /// <summary>What the lock is; what its former owner wanted of it stays behind.</summary>
    private async Task<int> CopyAsync(CallerTurn turn, LockId from, TenantId to, LockId moved, CancellationToken cancel) =>
        await turn.Work.DoAsync(
            """
            insert into smart_lock (tenant_id, lock_id, site_id, name, model, firmware, mac, capabilities, battery, battery_is_low, battery_at,
                phone_data_sealed, created_at, updated_at)
            select s.tenant_id, $4, s.site_id, l.name, l.model, l.firmware, l.mac, l.capabilities, l.battery, l.battery_is_low, l.battery_at, $6, $5, $5
            from smart_lock l, (select tenant_id, site_id from site where tenant_id = $3 order by created_at limit 1) as s
            where l.tenant_id = $1 and l.lock_id = $2
            """,
            [turn.Tenant.Value, from.Value, to.Value, moved.Value, turn.Now, await SealAgainAsync(turn, from, to, moved, cancel)],
            cancel
        );

    /// <summary>A sealed value opens in its own row alone (KR-1).</summary>
    private async Task<byte[]?> SealAgainAsync(CallerTurn turn, LockId from, TenantId to, LockId moved, CancellationToken cancel)
    {
        var blobs = await turn.Work.ListAsync(
            "select phone_data_sealed from smart_lock where tenant_id = $1 and lock_id = $2 and phone_data_sealed is not null",
            row => row.GetFieldValue<byte[]>(0),
            [turn.Tenant.Value, from.Value],
            cancel
        );
        if (blobs is not [var blob])
        {
            return null;
        }

        using var old = await ring.RentAsync(turn.Tenant, cancel);
        using var own = await ring.RentAsync(to, cancel);
        return PhoneData.Seal(own, moved, PhoneData.Open(old, from, blob));
    }

    private static Task<int> MoveIdsAsync(CallerTurn turn, LockId from, TenantId to, LockId moved, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "update public_id set tenant_id = $3, row_id = $4 where tenant_id = $1 and row_id = $2",
            [turn.Tenant.Value, from.Value, to.Value, moved.Value],
            cancel
        );
}
