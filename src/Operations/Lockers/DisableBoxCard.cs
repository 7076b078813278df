using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>Takes a card off boxes. One that opens none there is as it should be.</summary>
public sealed class DisableBoxCard
{
    private readonly CardTurns turns;

    internal DisableBoxCard(CardTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, CardName card, BoxPlace place, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            AuditKind.CredentialRevoked,
            card,
            default,
            async turn =>
            {
                if (turn.Card is not { } known)
                {
                    return AccessError.NotFound(Noun.Card);
                }

                if (await BoxCardLeases.RefusePlaceAsync(turn.Turn, place, cancel) is { } nowhere)
                {
                    return nowhere;
                }

                await BoxCardLeases.EndAsync(turn.Turn, known.Id, place, cancel);
                turn.Turn.Told.Add(
                    turn.Turn.Event(AuditKind.CredentialRevoked, smartLock: null) with
                    {
                        On = new AuditObject(Noun.Card, known.Id.Value),
                        Shown = Domain.Credentials.CredentialKind.Card,
                    }
                );
                return Done.Yes;
            },
            cancel
        );
}
