using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Lockers;

namespace Latchwork.Operations.Cards;

/// <summary>Ends what a card opens, at one lock, at one door or everywhere. The card stays registered. One that opens nothing there is as it should be.</summary>
public sealed class DisableCard
{
    private readonly CardTurns turns;

    internal DisableCard(CardTurns turns) => this.turns = turns;

    /// <param name="place">Not said: everywhere.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, CardName name, CardPlace place, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            AuditKind.CredentialRevoked,
            name,
            place,
            turn => turn.Card is { } card ? RevokeAsync(turn, card, cancel) : Task.FromResult<Outcome<Done>>(AccessError.NotFound(Noun.Card)),
            cancel
        );

    internal static async Task<Outcome<Done>> RevokeAsync(CardTurn turn, StoredCard card, CancellationToken cancel)
    {
        // Said of no door, it is meant at boxes too.
        var boxes = turn.At is null ? await BoxCardLeases.EndAsync(turn.Turn, card.Id, default, cancel) : 0;
        var stored = new List<StoredCredential>();
        foreach (var grant in await card.GrantsAsync(turn.Turn, turn.At, cancel))
        {
            if (await StoredCredential.FindAsync(turn.Turn, CredentialKind.Card, grant, cancel) is { } one)
            {
                stored.Add(turn.At is { } at ? one.At(at) : one);
            }
        }

        if (stored.Count == 0 || boxes > 0)
        {
            // An act is recorded whatever there was to do (AU-1).
            turn.Turn.Told.Add(
                turn.Turn.Event(AuditKind.CredentialRevoked, smartLock: null) with
                {
                    On = new AuditObject(Noun.Card, card.Id.Value),
                    Shown = CredentialKind.Card,
                }
            );
            if (stored.Count == 0)
            {
                return Done.Yes;
            }
        }

        return (await new Revocation(turn.Turn, CredentialKind.Card, NeedsLink: false).RunAsync(stored, cancel)).Then(_ => Done.Yes);
    }
}

/// <summary>Removes cards with all that they open: all of them or none.</summary>
public sealed class RemoveCards
{
    private const int Most = 100;

    private readonly CardTurns turns;

    internal RemoveCards(CardTurns turns) => this.turns = turns;

    public async Task<Outcome<Done>> RunAsync(Caller by, IReadOnlyList<CardName> cards, CancellationToken cancel) =>
        cards.Count is 0 or > Most
            ? AccessError.Invalid($"Name 1 to {Most} cards.", Noun.Card)
            : await turns.RunAsync<Done>(by, AuditKind.CredentialRevoked, cards[0], default, turn => RemoveAsync(turn, cards, cancel), cancel);

    private static async Task<Outcome<Done>> RemoveAsync(CardTurn turn, IReadOnlyList<CardName> cards, CancellationToken cancel)
    {
        foreach (var name in cards)
        {
            if (await StoredCard.FindAsync(turn.Turn, turn.Keys, name, cancel) is not { } card)
            {
                return AccessError.NotFound(Noun.Card);
            }

            if ((await DisableCard.RevokeAsync(turn, card, cancel)).Error is { } refusal)
            {
                return refusal;
            }

            await turn.Turn.Work.DoAsync(
                "update card set removed_at = $3 where tenant_id = $1 and card_id = $2",
                [turn.Turn.Tenant.Value, card.Id.Value, turn.Turn.Now],
                cancel
            );
            turn.Turn.Told.Add(turn.Turn.Event(AuditKind.CardRemoved, smartLock: null) with { On = new AuditObject(Noun.Card, card.Id.Value) });
        }

        return Done.Yes;
    }
}
