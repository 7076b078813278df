using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Grants;

/// <summary>
/// A link that opens a door for whoever has it. This server has no page that it could lead to, and whoever has a link cannot be told from whoever found it:
/// those who could share the lock are told that there are none.
/// </summary>
public sealed class MakeUnlockLink
{
    private static readonly AccessError None = new(AccessErrorCode.Unsupported, "There are no links that unlock.", Noun.Lock);

    private readonly GrantTurns turns;

    internal MakeUnlockLink(GrantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId grantId, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            grantId,
            of: null,
            AuditKind.GrantGiven,
            (turn, named) => Task.FromResult<Outcome<Done>>(named.Refuse(AccessAct.Share, turn) ?? None),
            cancel
        );
}
