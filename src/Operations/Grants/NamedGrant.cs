using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <summary>A grant that a caller named, and its lock with the caller's own grant, as the turn read them.</summary>
internal sealed record NamedGrant(AccessGrant Grant, NamedLock Lock)
{
    public static readonly AccessError Missing = AccessError.NotFound(Noun.Grant);

    /// <summary>Null where it does not exist, was revoked, or its lock was deleted.</summary>
    public static async Task<NamedGrant?> FindAsync(CallerTurn turn, GrantId id, CancellationToken cancel)
    {
        var grant = await turn.Work.FirstAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.grant_id = $2 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0),
            [turn.Tenant.Value, id.Value],
            cancel
        );
        return grant is not null && await NamedLock.FindAsync(turn, grant.Lock, cancel) is { } smartLock ? new NamedGrant(grant, smartLock) : null;
    }

    public bool IsOf(CallerTurn turn) => Grant.User == turn.By.User;

    /// <summary>Who may not know the lock may not know its grants either (AZ-3).</summary>
    public AccessError? Refuse(AccessAct act, CallerTurn turn) =>
        Lock.Refuse(act, turn) is not { } refusal ? null
        : refusal.Code is AccessErrorCode.NotFound or AccessErrorCode.Ended ? Missing
        : refusal;
}
