using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.SecondFactors;

/// <summary>New recovery codes for the caller; those before are void. Refused where there is no second factor that they could stand in for.</summary>
public sealed class RenewRecoveryCodes
{
    private static readonly AccessError NoFactor = new(
        AccessErrorCode.Conflict,
        "Recovery codes stand in for a second factor: add one first.",
        Noun.User
    );

    private readonly CallerTurns turns;

    internal RenewRecoveryCodes(CallerTurns turns) => this.turns = turns;

    /// <returns>Shown this once.</returns>
    public Task<Outcome<string[]>> RunAsync(Caller by, CancellationToken cancel) =>
        OwnAccount.RunAsync<string[]>(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            async (turn, person) =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                if (!(await FactorRules.OfAsync(turn.Work, person, cancel)).HasAny)
                {
                    return NoFactor;
                }

                turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "recoveryCodes"));
                return await RecoveryCodes.MakeAsync(turn.Work, person, cancel);
            },
            cancel
        );
}
