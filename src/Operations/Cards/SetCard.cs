using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Cards;

/// <summary>Lets a card open a door for a time, beside the doors that it opens already. A number that nobody registered is registered by it.</summary>
public sealed class SetCard
{
    private readonly CardTurns turns;
    private readonly NewCredentials made;
    private readonly WireIds ids;

    internal SetCard(CardTurns turns, NewCredentials made, WireIds ids) => (this.turns, this.made, this.ids) = (turns, made, ids);

    /// <param name="place">A unit or a lock.</param>
    /// <param name="holder">Whose card it is at this door.</param>
    /// <returns>The row of the card.</returns>
    public async Task<Outcome<CardId>> RunAsync(
        Caller by,
        CardName name,
        CardPlace place,
        TimeWindow window,
        string? holder,
        CardText text,
        CancellationToken cancel
    ) =>
        (made.RefuseInput(CredentialKind.Card, 1, holder, window) ?? text.Refuse()) is { } invalid
            ? invalid
            : await turns.RunAsync(by, AuditKind.CredentialCreated, name, place, turn => SetAsync(turn, name, window, holder, text, cancel), cancel);

    private async Task<Outcome<CardId>> SetAsync(
        CardTurn turn,
        CardName name,
        TimeWindow window,
        string? holder,
        CardText text,
        CancellationToken cancel
    )
    {
        if (turn.Card is null && name.Number is null)
        {
            return AccessError.NotFound(Noun.Card);
        }

        var card = turn.Card ?? await StoredCard.AddAsync(turn.Turn, turn.Keys, ids, name.Number!.Value, text, cancel);
        var wanted = new NewCredential(CredentialValue.Of(card.Number), window) { Name = holder, Card = card.Id };
        var rules = new PlaceRules(
            CredentialKind.Card,
            wanted.Value,
            window,
            NeedsLink: false,
            at => at.RefuseValue(wanted.Value, hasHours: false, overLink: false)
        );
        var found = await NewCredentials.PlacesAsync(turn.Turn, rules, turn.Keys, turn.At ?? [], cancel);
        if (found.IsRefused(out var refusal, out var places))
        {
            return refusal;
        }

        await made.SaveAsync(turn.Turn, places, wanted, turn.Keys, cancel);
        turn.Turn.Made = card.Id.Value;
        return card.Id;
    }
}
