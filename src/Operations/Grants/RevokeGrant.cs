using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <summary>
/// Ends a grant at once and for good, on every node (AZ-5), and those that derive from it: another person's, or one's own. An owner who gives up their own
/// deletes the lock (3.3).
/// </summary>
public sealed class RevokeGrant
{
    private readonly GrantTurns turns;

    internal RevokeGrant(GrantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId grantId, CancellationToken cancel) =>
        turns.RunAsync(by, grantId, of: null, AuditKind.GrantRevoked, (turn, named) => RevokeAsync(turn, named, cancel), cancel);

    private static async Task<Outcome<Done>> RevokeAsync(CallerTurn turn, NamedGrant named, CancellationToken cancel)
    {
        var isOwn = named.IsOf(turn);
        var deletes = isOwn && named.Grant.Role == GrantRole.Owner;
        var refusal =
            named.Refuse(
                deletes ? AccessAct.Delete
                    : isOwn ? AccessAct.GiveUpGrant
                    : AccessAct.ManageGrants,
                turn
            ) ?? (isOwn ? null : GrantGiver.Of(turn, named.Lock).RefuseManaging(named.Grant));
        if (refusal is not null)
        {
            return refusal;
        }

        await (deletes ? DeleteLock.EndAsync(turn, named.Lock, cancel) : GrantChanges.RevokeAsync(turn, [named.Grant], cancel));
        return Done.Yes;
    }
}
