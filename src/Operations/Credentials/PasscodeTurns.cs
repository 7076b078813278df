using Latchwork.Domain;
using Latchwork.Domain.Audit;
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
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        WireId id,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, kind, caller => index.FindAsync(id, caller.Tenants, cancel), act, cancel);

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        CoreRow row,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) => RunAsync(by, kind, _ => ValueTask.FromResult<CoreRow?>(row), act, cancel);

    private Task<Outcome<T>> RunAsync<T>(
        Caller by,
        AuditKind kind,
        Func<Caller, ValueTask<CoreRow?>> find,
        Func<CallerTurn, StoredPasscode, TenantKeys, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<CoreRow, T>(
            by,
            new TurnRules(kind, Missing, CreatePasscode.IsTaken),
            async caller => await find(caller) is { } row ? new Located<CoreRow>(row.Tenant, row) : null,
            async (turn, row) =>
            {
                if (await StoredPasscode.FindAsync(turn, row.Id, cancel) is not { } passcode)
                {
                    return Missing;
                }

                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await act(turn, passcode, keys);
            },
            cancel
        );
}
