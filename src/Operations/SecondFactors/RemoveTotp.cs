using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.SecondFactors;

/// <summary>Takes away the caller's app that makes codes. Refused where their role needs a second factor and they have no other that works where they are.</summary>
public sealed class RemoveTotp
{
    private readonly CallerTurns turns;

    internal RemoveTotp(CallerTurns turns) => this.turns = turns;

    /// <param name="host">Where the caller is; null: where no passkey works.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, string? host, CancellationToken cancel) =>
        OwnAccount.RunAsync<Done>(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            async (turn, person) =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                await turn.Work.DoAsync("delete from totp_offer where user_id = $1", [person.Value], cancel);
                var removed = await turn.Work.DoAsync(
                    "update app_user set totp_sealed = null where user_id = $1 and totp_sealed is not null",
                    [person.Value],
                    cancel
                );
                if (removed == 0)
                {
                    return Done.Yes;
                }

                turn.Raised.Add(person);
                turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "totpRemoved"));
                return await FactorRules.SettleAsync(turn, person, host, cancel) is { } needed ? needed : Done.Yes;
            },
            cancel
        );
}
