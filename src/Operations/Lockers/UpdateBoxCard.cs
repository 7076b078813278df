using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>Another time or name for the leases whose boxes a card opens: all of them or none.</summary>
public sealed class UpdateBoxCard
{
    private readonly CardTurns turns;

    internal UpdateBoxCard(CardTurns turns) => this.turns = turns;

    /// <param name="changes">Without digits: a card has none.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, CardName card, BoxPlace place, LeaseChanges changes, CancellationToken cancel) =>
        LeaseRules.RefuseName(changes.Name) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                AuditKind.BoxLeaseChanged,
                card,
                default,
                turn => ConstraintErrors.AskAsync(() => ChangeAsync(turn, place, changes, cancel), LockerTurns.CardIsTaken),
                cancel
            );

    private static async Task<Outcome<Done>> ChangeAsync(CardTurn turn, BoxPlace place, LeaseChanges changes, CancellationToken cancel)
    {
        var (with, now) = (turn.Turn, turn.Turn.Now);
        if (LeaseRules.RefuseWindow(changes.StartsAt, changes.EndsAt, now) is { } far)
        {
            return far;
        }

        var leases = turn.Card is { } card ? await BoxCardLeases.FindAsync(with, card.Id, place, cancel) : [];
        if (leases.Count == 0)
        {
            return AccessError.NotFound(Noun.Card);
        }

        foreach (var lease in leases)
        {
            var step = lease.Lease.Take(
                new BoxLeaseEvent.Moved((changes.StartsAt ?? lease.Lease.StartsAt).Cut(), (changes.EndsAt ?? lease.Lease.EndsAt)?.Cut()),
                now
            );
            if (step.Refusal is { } refusal)
            {
                return refusal;
            }

            var saved = lease with { Lease = step.Lease, Name = changes.Name ?? lease.Name };
            await LeaseRows.SaveAsync(with.Work, with.Tenant, [saved], now, cancel);
            var ended = with.Event(AuditKind.BoxLeaseEnded, null);
            with.Told.AddRange(await FollowedLeases.EndAsync(with.Work, with.Tenant, [(lease, saved)], ended, now, cancel));
            with.Told.Add(LeaseEvents.About(lease, with.Event(AuditKind.BoxLeaseChanged, null), "what", "card"));
        }

        return Done.Yes;
    }
}
