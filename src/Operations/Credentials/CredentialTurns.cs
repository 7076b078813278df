using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>What an act on credentials works with, while it holds the chains of its tenant and of its caller's home.</summary>
/// <param name="Told">What goes into the audit with the commit.</param>
/// <param name="Woken">Links that have something to do after it.</param>
internal sealed record CredentialTurn(
    Work Work,
    Caller By,
    TenantId Tenant,
    OperationId Operation,
    DateTimeOffset Now,
    List<AuditEvent> Told,
    HashSet<LinkId> Woken
)
{
    public AuditEvent Event(AuditKind kind, LockId? smartLock, CredentialId? credential = null) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = Operation.Value,
            By = By.Audited,
            Lock = smartLock?.Value,
            Credential = credential?.Value,
        };

    public async Task<Dictionary<LockId, KeypadLock>> LocksAsync(IEnumerable<LockId> locks, CancellationToken cancel)
    {
        var ids = locks.Select(id => id.Value).Distinct().ToArray();
        var found = await Work.ListAsync(KeypadLock.Sql, KeypadLock.Read, [Tenant.Value, ids, By.User?.Value], cancel);
        return found.ToDictionary(one => one.Id);
    }
}

/// <summary>
/// The way of every act on credentials: confirm the caller, decide, write what is desired, audit, commit, and wake the links. The chains are
/// held from the start, so no revocation and no other act on the tenant's codes overlaps with it (AZ-5). A refusal undoes everything and is
/// recorded by itself (AU-1).
/// </summary>
internal sealed class CredentialTurns(AccessDb db, Callers callers, ICommandQueue queue, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    public DateTimeOffset Now => clock.Now();

    /// <param name="tenant">Null where what was named is not the caller's to see.</param>
    /// <param name="kind">Of the refusal's record.</param>
    /// <param name="smartLock">For the refusal's record, where it is known.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Caller by,
        TenantId? tenant,
        AuditKind kind,
        LockId? smartLock,
        Func<CredentialTurn, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        var operation = OperationId.New(clock.GetUtcNow());
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var (check, done) = await TryAsync(by, tenant ?? by.Home, operation, act, cancel);
            switch (check)
            {
                case CallerCheck.Confirmed when done.Error is { } refusal:
                    await RecordAsync(by, tenant ?? by.Home, kind, smartLock, operation, refusal);
                    return refusal;
                case CallerCheck.Confirmed:
                    return done;
                case CallerCheck.Gone:
                    return CallerConfirmation.NotAuthenticated;
            }

            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    private async Task<(CallerCheck Check, Outcome<T> Done)> TryAsync<T>(
        Caller by,
        TenantId tenant,
        OperationId operation,
        Func<CredentialTurn, Task<Outcome<T>>> act,
        CancellationToken cancel
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant, by.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, tenant, by.Home);
        var confirmation = await work.FirstAsync(Confirm, row => CallerConfirmation.Read(row, 0), [by.CredentialHash], cancel);
        if (confirmation.Check(by, now) is not CallerCheck.Confirmed and var check)
        {
            return (check, default);
        }

        var turn = new CredentialTurn(work, by, tenant, operation, now, [], []);
        Outcome<T> done;
        try
        {
            done = await act(turn);
        }
        catch (PostgresException taken) when (taken.SqlState is PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation)
        {
            // The database has the last word on codes and slots.
            done = new AccessError(AccessErrorCode.Taken, "The lock has this passcode already.", Noun.Passcode);
        }

        if (done.Error is null)
        {
            turn.Told.ForEach(told => chain.Append(tenant, told, now, by.AuditedDetail));
            await work.CommitAsync(chain, cancel);
            foreach (var link in turn.Woken)
            {
                queue.Wake(tenant, link);
            }
        }

        return (CallerCheck.Confirmed, done);
    }

    /// <summary>Who hangs up does not undo the record of their refusal.</summary>
    private async Task RecordAsync(Caller by, TenantId tenant, AuditKind kind, LockId? smartLock, OperationId operation, AccessError refusal)
    {
        var refused = new AuditEvent
        {
            Kind = kind,
            Outcome = AuditOutcome.Refused,
            Reason = refusal.Code,
            Operation = operation.Value,
            By = by.Audited,
            Lock = smartLock?.Value,
        };
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), CancellationToken.None);
        await work.CommitAsync(tenant, clock.Now(), CancellationToken.None, new AuditEntry(refused, by.AuditedDetail));
    }

    private const string Confirm = $"select {CallerConfirmation.Columns} from (values ($1::bytea)) as a (token_hash) {CallerConfirmation.Joins}";
}
