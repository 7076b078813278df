using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>The way of every act on a credential that is there: named by one of its public ids, or by its row.</summary>
internal sealed class CredentialTurns(CallerTurns turns, KeyRing ring, WireIdIndex index)
{
    public DateTimeOffset Now => turns.Now;

    /// <param name="what">Another kind of credential is none.</param>
    /// <param name="record">Of the record of a refusal.</param>
    /// <param name="smartLock">Where it is said to be; null where nothing is said.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        CredentialKind what,
        AuditKind record,
        WireId id,
        WireId? smartLock,
        Func<CallerTurn, StoredCredential, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, what, record, caller => FindAsync(caller, id, smartLock, cancel), act, cancel);

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        CredentialKind what,
        AuditKind record,
        CoreRow row,
        Func<CallerTurn, StoredCredential, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, what, record, _ => ValueTask.FromResult<Meant?>(new(row.Tenant, row.Id, null)), act, cancel);

    /// <summary>On a lock, about whatever credentials it has.</summary>
    public Task<Outcome<T>> OnLockAsync<T>(
        Caller by,
        AuditKind record,
        WireId smartLock,
        AccessAct needed,
        Func<CallerTurn, CredentialLock, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<LockId, T>(
            by,
            new TurnRules(record, AccessError.NotFound(Noun.Lock)),
            async caller =>
                await index.FindAsync(smartLock, caller.Tenants, cancel) is { } row ? new(row.Tenant, new LockId(row.Id), new LockId(row.Id)) : null,
            async (turn, on) =>
            {
                if (!(await CredentialLock.OfAsync(turn, [on], cancel)).TryGetValue(on, out var named))
                {
                    return AccessError.NotFound(Noun.Lock);
                }

                if (named.Refuse(needed, turn.By, turn.Tenant, turn.Now) is { } refusal)
                {
                    return refusal;
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, named, keys);
            },
            cancel
        );

    private Task<Outcome<T>> RunAsync<T>(
        Caller by,
        CredentialKind what,
        AuditKind record,
        Func<Caller, ValueTask<Meant?>> find,
        Func<CallerTurn, StoredCredential, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Meant, T>(
            by,
            new TurnRules(record, what.Missing(), what.IsTaken()),
            async caller => await find(caller) is { } meant ? new Located<Meant>(meant.Tenant, meant, meant.Lock) : null,
            (turn, meant) => ActAsync(turn, what, meant, act, cancel),
            cancel
        );

    private async Task<Outcome<T>> ActAsync<T>(
        CallerTurn turn,
        CredentialKind what,
        Meant meant,
        Func<CallerTurn, StoredCredential, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        if (meant.Lock is { } named && await RefuseLockAsync(turn, named, cancel) is { } unknown)
        {
            return unknown;
        }

        if (
            await StoredCredential.FindAsync(turn, what, meant.Id, cancel) is not { } stored
            || (meant.Lock is { } on && !stored.Named.All(place => place.Lock == on))
        )
        {
            return await WasRevokedAsync(turn, what, meant.Id, cancel) ? IsRevoked(what) : what.Missing();
        }

        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        return await act(turn, stored, keys);
    }

    /// <summary>Who may not know of the lock learns nothing of what is on it (AZ-3).</summary>
    private static async Task<AccessError?> RefuseLockAsync(CallerTurn turn, LockId named, CancellationToken cancel) =>
        (await CredentialLock.OfAsync(turn, [named], cancel)).TryGetValue(named, out var smartLock)
            ? smartLock.Refuse(AccessAct.SeeLock, turn.By, turn.Tenant, turn.Now)
            : AccessError.NotFound(Noun.Lock);

    private static AccessError IsRevoked(CredentialKind what) => new(AccessErrorCode.Removed, $"The {what.Noun().Words()} was revoked.", what.Noun());

    /// <summary>Told to those alone who may know of all that the tenant has (AZ-3).</summary>
    private static async Task<bool> WasRevokedAsync(CallerTurn turn, CredentialKind what, Guid id, CancellationToken cancel) =>
        turn.By.StandingIn(turn.Tenant)?.Contains(Permission.CredentialsRead) == true
        && await turn.Work.FirstAsync(
            "select revoked_at is not null from credential where tenant_id = $1 and credential_id = $2 and kind = $3",
            row => row.GetBoolean(0),
            [turn.Tenant.Value, id, (short)what],
            cancel
        );

    /// <summary>A credential or an enrollment, and the lock that was named beside it.</summary>
    private readonly record struct Meant(TenantId Tenant, Guid Id, LockId? Lock);

    private async ValueTask<Meant?> FindAsync(Caller by, WireId id, WireId? smartLock, CancellationToken cancel)
    {
        var row = await index.FindAsync(id, by.Tenants, cancel);
        if (smartLock is not { } named)
        {
            return row is { } only ? new Meant(only.Tenant, only.Id, null) : null;
        }

        // An unknown lock is told as such, whether or not the credential is known.
        var door = await index.FindAsync(named, by.Tenants, cancel);
        return door is not { } found
            ? new Meant(by.Home, Guid.Empty, new LockId(Guid.Empty))
            : new Meant(found.Tenant, row?.Tenant == found.Tenant ? row.Value.Id : Guid.Empty, new LockId(found.Id));
    }
}
