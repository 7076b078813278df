using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Cards;

/// <summary>Changes what a card is called, and when and for whom it opens the doors that are meant: all of them or none.</summary>
public sealed class UpdateCard
{
    private readonly CardTurns turns;

    internal UpdateCard(CardTurns turns) => this.turns = turns;

    /// <param name="place">Not said: all doors that it opens.</param>
    public async Task<Outcome<Done>> RunAsync(
        Caller by,
        CardName name,
        CardPlace place,
        CredentialChanges changes,
        CardText text,
        CancellationToken cancel
    ) =>
        (changes.RefuseInput(CredentialKind.Card) ?? text.Refuse()) is { } invalid
            ? invalid
            : await turns.RunAsync(by, AuditKind.CredentialChanged, name, place, turn => ChangeAsync(turn, changes, text, cancel), cancel);

    private static async Task<Outcome<Done>> ChangeAsync(CardTurn turn, CredentialChanges changes, CardText text, CancellationToken cancel)
    {
        if (turn.Card is not { } card)
        {
            return AccessError.NotFound(Noun.Card);
        }

        var grants = await card.GrantsAsync(turn.Turn, turn.At, cancel);
        if (grants.Count == 0 && (turn.At is not null || changes.ReachesLocks))
        {
            return AccessError.NotFound(Noun.Card);
        }

        foreach (var grant in grants)
        {
            if (await StoredCredential.FindAsync(turn.Turn, CredentialKind.Card, grant, cancel) is not { } stored)
            {
                continue;
            }

            // A door has one time for all of its locks: it is not changed behind the back of those that were not meant.
            var refusal =
                turn.At is { } at && stored.At(at).Named.Count() < stored.Places.Count
                    ? IsOfMoreLocks
                    : (await ChangeCredential.ChangeAsync(turn.Turn, stored, turn.Keys, changes, cancel)).Error;
            if (refusal is not null)
            {
                return refusal;
            }
        }

        await turn.Turn.Work.DoAsync(
            "update card set name = coalesce($3, name), description = coalesce($4, description) where tenant_id = $1 and card_id = $2",
            [turn.Turn.Tenant.Value, card.Id.Value, text.Name, text.Description],
            cancel
        );
        turn.Turn.Told.Add(turn.Turn.Event(AuditKind.CardRegistered, smartLock: null) with { On = new AuditObject(Noun.Card, card.Id.Value) });
        return Done.Yes;
    }

    private static readonly AccessError IsOfMoreLocks = new(
        AccessErrorCode.Conflict,
        "The card was set at a door that has more locks than that one: change it at the door.",
        Noun.Card
    );
}
