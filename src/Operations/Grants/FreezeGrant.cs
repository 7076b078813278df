using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Grants;

/// <summary>Freezes another person's grant, so that it opens nothing until somebody undoes that. Twice is once.</summary>
public sealed class FreezeGrant
{
    private readonly GrantTurns turns;

    internal FreezeGrant(GrantTurns turns) => this.turns = turns;

    /// <param name="frozen">False undoes it, for whoever could give such a grant.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId grantId, bool frozen, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            grantId,
            of: null,
            AuditKind.GrantChanged,
            (turn, named) => GrantChanges.ChangeAsync(turn, named, named.Grant with { IsFrozen = frozen }, cancel),
            cancel
        );
}
