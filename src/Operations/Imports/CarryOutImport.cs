using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Imports;

/// <summary>
/// Does what a file of people asks for, as it was told beforehand and not otherwise: in one transaction, with what it desires of locks. Its events have one operation.
/// </summary>
public sealed class CarryOutImport
{
    private static readonly AccessError Otherwise = new(
        AccessErrorCode.Outdated,
        "The file would do something else by now than what you saw: look at it again.",
        Noun.None
    );

    private static readonly AccessError HasFaults = new(
        AccessErrorCode.Conflict,
        "Rows of the file are in error: correct them, or leave them out.",
        Noun.None
    );

    private readonly ImportTurns turns;

    internal CarryOutImport(ImportTurns turns) => this.turns = turns;

    /// <param name="digest">Of the plan that the caller saw.</param>
    /// <param name="leavesOutFaults">Rows in error are left out; else they refuse the whole.</param>
    public Task<Outcome<ImportPlan>> RunAsync(
        Caller by,
        TenantId tenant,
        ImportFile file,
        string digest,
        bool leavesOutFaults,
        CancellationToken cancel
    ) =>
        turns.RunAsync<ImportPlan>(
            by,
            tenant,
            file,
            (turn, plan) =>
            {
                if (plan.Digest != digest)
                {
                    return Otherwise;
                }

                if (plan.InError > 0 && !leavesOutFaults)
                {
                    return HasFaults;
                }

                turn.Counts = [plan.Count(ImportEffect.Made), plan.Count(ImportEffect.Changed), plan.Count(ImportEffect.Kept), plan.InError];
                return plan;
            },
            cancel
        );
}
