using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>The way of every act on a passcode that is there: named by one of its public ids, or by its row.</summary>
internal sealed class PasscodeTurns(CallerTurns turns, KeyRing ring, WireIdIndex index)
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.Passcode);

    public DateTimeOffset Now => turns.Now;

    /// <param name="kind">Of the record of a refusal.</param>
    /// <param name="smartLock">Where it is said to be; null where nothing is said.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        WireId id,
        WireId? smartLock,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, kind, caller => FindAsync(caller, id, smartLock, cancel), act, cancel);

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        CoreRow row,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, kind, _ => ValueTask.FromResult<Meant?>(new(row.Tenant, row.Id, null)), act, cancel);

    /// <summary>On a lock, about whatever passcodes it has.</summary>
    public Task<Outcome<T>> OnLockAsync<T>(
        Caller by,
        AuditKind kind,
        WireId smartLock,
        AccessAct needed,
        Func<CallerTurn, LockId, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<LockId, T>(
            by,
            new TurnRules(kind, AccessError.NotFound(Noun.Lock)),
            async caller =>
                await index.FindAsync(smartLock, caller.Tenants, cancel) is { } row ? new(row.Tenant, new LockId(row.Id), new LockId(row.Id)) : null,
            async (turn, on) =>
            {
                if (!(await KeypadLock.OfAsync(turn, [on], cancel)).TryGetValue(on, out var named))
                {
                    return AccessError.NotFound(Noun.Lock);
                }

                if (named.Refuse(needed, turn.By, turn.Tenant, turn.Now) is { } refusal)
                {
                    return refusal;
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, on, keys);
            },
            cancel
        );

    private Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        Func<Caller, ValueTask<Meant?>> find,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Meant, T>(
            by,
            new TurnRules(kind, Missing, CreatePasscode.IsTaken),
            async caller => await find(caller) is { } meant ? new Located<Meant>(meant.Tenant, meant, meant.Lock) : null,
            (turn, meant) => ActAsync(turn, meant, act, cancel),
            cancel
        );

    private async Task<Outcome<T>> ActAsync<T>(
        CallerTurn turn,
        Meant meant,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        if (meant.Lock is { } named && await RefuseLockAsync(turn, named, cancel) is { } unknown)
        {
            return unknown;
        }

        if (
            await StoredPasscode.FindAsync(turn, meant.Id, cancel) is not { } passcode
            || (meant.Lock is { } on && !passcode.Named.All(p => p.Lock == on))
        )
        {
            return Missing;
        }

        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        return await act(turn, passcode, keys);
    }

    /// <summary>Who may not know of the lock learns nothing of what is on it (AZ-3).</summary>
    private static async Task<AccessError?> RefuseLockAsync(CallerTurn turn, LockId named, CancellationToken cancel) =>
        (await KeypadLock.OfAsync(turn, [named], cancel)).TryGetValue(named, out var smartLock)
            ? smartLock.Refuse(AccessAct.SeeLock, turn.By, turn.Tenant, turn.Now)
            : AccessError.NotFound(Noun.Lock);

    /// <summary>A credential or an enrollment, and the lock that was named beside it.</summary>
    private readonly record struct Meant(TenantId Tenant, Guid Id, LockId? Lock);

    private async ValueTask<Meant?> FindAsync(Caller by, WireId id, WireId? smartLock, CancellationToken cancel)
    {
        var row = await index.FindAsync(id, by.Tenants, cancel);
        if (smartLock is not { } named)
        {
            return row is { } only ? new Meant(only.Tenant, only.Id, null) : null;
        }

        // An unknown lock is told as such, whether or not the passcode is known.
        var door = await index.FindAsync(named, by.Tenants, cancel);
        return door is not { } found
            ? new Meant(by.Home, Guid.Empty, new LockId(Guid.Empty))
            : new Meant(found.Tenant, row?.Tenant == found.Tenant ? row.Value.Id : Guid.Empty, new LockId(found.Id));
    }
}
