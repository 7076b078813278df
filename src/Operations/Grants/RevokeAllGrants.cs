using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <summary>Ends every grant to a lock but the owner's, at once and for good. Where there is none, nothing happens.</summary>
public sealed class RevokeAllGrants
{
    private readonly LockTurns turns;

    internal RevokeAllGrants(LockTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        turns.RunAsync(by, lockId, AuditKind.GrantRevoked, AccessAct.RevokeAllGrants, (turn, named) => RevokeAsync(turn, named, cancel), cancel);

    private static async Task<Outcome<Done>> RevokeAsync(CallerTurn turn, NamedLock named, CancellationToken cancel)
    {
        var live = await turn.Work.ListAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.lock_id = $2 and g.revoked_at is null and g.role <> $3",
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, named.Id.Value, (short)GrantRole.Owner],
            cancel
        );
        await GrantChanges.RevokeAsync(turn, live, cancel);
        return Done.Yes;
    }
}
