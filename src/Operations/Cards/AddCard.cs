using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Cards;

/// <summary>Registers a card, which opens nothing yet. Refused where the tenant has one with this number.</summary>
public sealed class AddCard
{
    private readonly CardTurns turns;
    private readonly WireIds ids;

    internal AddCard(CardTurns turns, WireIds ids) => (this.turns, this.ids) = (turns, ids);

    /// <returns>The row of the card.</returns>
    public async Task<Outcome<CardId>> RunAsync(Caller by, CardNumber number, CardText text, CancellationToken cancel) =>
        text.Refuse() is { } invalid
            ? invalid
            : await turns.RunAsync<CardId>(
                by,
                AuditKind.CardRegistered,
                new CardName(null, number),
                default,
                async turn =>
                {
                    if (turn.Card is not null)
                    {
                        return CredentialKind.Card.IsTaken();
                    }

                    var card = await StoredCard.AddAsync(turn.Turn, turn.Keys, ids, number, text, cancel);
                    turn.Turn.Made = card.Id.Value;
                    return card.Id;
                },
                cancel
            );
}
