using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Cards;

/// <summary>Where a card is meant: at a unit, at a lock, or, where neither is said, wherever it is.</summary>
public readonly record struct CardPlace(WireId? Unit, WireId? Lock)
{
    public bool IsSaid => Unit is not null || Lock is not null;
}

/// <summary>What an act on a card works with.</summary>
/// <param name="At">Null where no place was said.</param>
internal sealed record CardTurn(CallerTurn Turn, TenantKeys Keys, StoredCard? Card, IReadOnlyList<LockId>? At);

/// <summary>The way of every act on a card: in the caller's own tenant, by its members and keys.</summary>
internal sealed class CardTurns(CallerTurns turns, KeyRing ring, WireIdIndex index)
{
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind record,
        CardName name,
        CardPlace place,
        Func<CardTurn, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<bool, T>(
            by,
            new TurnRules(record, AccessError.NotFound(Noun.Card), CredentialKind.Card.IsTaken()),
            caller => ValueTask.FromResult<Located<bool>?>(new(caller.Home, true)),
            async (turn, _) =>
            {
                if (AccessDecision.Refuse(Permission.CredentialsWrite, turn.By.StandingIn(turn.Tenant), Noun.Card) is { } weak)
                {
                    return weak;
                }

                if ((await AtAsync(turn, place, cancel)).IsRefused(out var unknown, out var at))
                {
                    return unknown;
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(new CardTurn(turn, keys, await StoredCard.FindAsync(turn, keys, name, cancel), at));
            },
            cancel
        );

    private async Task<Outcome<IReadOnlyList<LockId>?>> AtAsync(CallerTurn turn, CardPlace place, CancellationToken cancel)
    {
        if (place.Unit is { } unit)
        {
            return await index.FindAsync(unit, turn.By.Tenants, cancel) is not { } found
                ? AccessError.NotFound(Noun.Unit)
                : (await UnitLocks.OfAsync(turn, new UnitId(found.Id), cancel)).Then<IReadOnlyList<LockId>?>(locks => locks);
        }

        return place.Lock is not { } smartLock ? default(Outcome<IReadOnlyList<LockId>?>)
            : await index.FindAsync(smartLock, turn.By.Tenants, cancel) is { } row ? new[] { new LockId(row.Id) }
            : AccessError.NotFound(Noun.Lock);
    }
}
