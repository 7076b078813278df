using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Credentials;

/// <summary>That a wire listed digits or numbers to somebody: one record a principal, lock, kind and hour (KR-3).</summary>
internal sealed class RevealRecords(CallerTurns turns)
{
    /// <summary>Before they are handed out: what cannot be recorded is not told. The record of a list names no credential: that of one code, which does, does not stand for it.</summary>
    public async Task<AccessError?> OnceAnHourAsync(
        Caller by,
        CredentialKind kind,
        TenantId tenant,
        IReadOnlyCollection<LockId> locks,
        CancellationToken cancel
    )
    {
        if (locks.Count == 0)
        {
            return null;
        }

        var recorded = await turns.RunAsync<LockId, Done>(
            by with
            {
                Repeatable = null,
            },
            new TurnRules(AuditKind.CredentialRevealed, AccessError.NotFound(Noun.Lock)),
            _ => ValueTask.FromResult<Located<LockId>?>(new(tenant, locks.First(), locks.First())),
            async (turn, _) =>
            {
                foreach (var unrecorded in locks.Except(await RecordedAsync(turn, kind, locks, cancel)))
                {
                    turn.Told.Add(turn.Event(AuditKind.CredentialRevealed, unrecorded) with { Shown = kind });
                }

                return Done.Yes;
            },
            cancel
        );
        return recorded.Error;
    }

    private static Task<List<LockId>> RecordedAsync(
        CallerTurn turn,
        CredentialKind kind,
        IReadOnlyCollection<LockId> locks,
        CancellationToken cancel
    ) =>
        turn.Work.ListAsync(
            """
            select distinct lock_id from audit_event
            where tenant_id = $1 and lock_id = any ($2) and happened_at > $3 and stage <> 1 and kind = $4 and principal_id = $5 and outcome = $6
                and convert_from(bytes, 'UTF8')::jsonb ->> 'credential' is null and convert_from(bytes, 'UTF8')::jsonb ->> 'shown' = $7
            """,
            row => new LockId(row.GetGuid(0)),
            [
                turn.Tenant.Value,
                locks.Select(one => one.Value).ToArray(),
                turn.Now - TimeSpan.FromHours(1),
                (short)AuditKind.CredentialRevealed,
                turn.By.Principal.Id,
                (short)AuditOutcome.Done,
                kind.ToString(),
            ],
            cancel
        );
}
