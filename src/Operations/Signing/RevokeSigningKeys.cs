using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Signing;

/// <summary>Ends all of the caller's signing keys: what they sign from then on is refused on every node.</summary>
public sealed class RevokeSigningKeys
{
    private readonly CallerTurns turns;

    internal RevokeSigningKeys(CallerTurns turns) => this.turns = turns;

    /// <returns>How many there were.</returns>
    public Task<Outcome<int>> RunAsync(Caller by, CancellationToken cancel) =>
        turns.RunAsync<Done, int>(
            by,
            new TurnRules(AuditKind.SigningKeyRevoked, CallerConfirmation.NotAuthenticated),
            caller => ValueTask.FromResult<Located<Done>?>(new Located<Done>(caller.Home, Done.Yes)),
            async (turn, _) =>
            {
                await SigningKeys.HoldAsync(turn, cancel);
                var live = await SigningKeys.LiveAsync(turn, cancel);
                await SigningKeys.RevokeAsync(turn, live, cancel);
                return live.Count;
            },
            cancel
        );
}
