using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// That a wire listed digits or numbers to somebody: one record a principal, lock, kind and hour (KR-3). The node remembers those that stand, so that a program that
/// polls waits for no turn at the chain.
/// </summary>
internal sealed class RevealRecords(CallerTurns turns, TimeProvider clock)
{
    /// <summary>Beyond that the database is asked again.</summary>
    private const int MostRemembered = 100_000;

    private static readonly TimeSpan StandsFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(Guid Principal, CredentialKind Kind, LockId Lock), DateTimeOffset> recorded = new();

    /// <summary>Before they are handed out: what cannot be recorded is not told. The record of a list names no credential: that of one code, which does, does not stand for it.</summary>
    public async Task<AccessError?> OnceAnHourAsync(
        Caller by,
        CredentialKind kind,
        TenantId tenant,
        IReadOnlyCollection<LockId> locks,
        CancellationToken cancel
    )
    {
        var since = clock.Now() - StandsFor;
        var due = locks.Where(one => !recorded.TryGetValue((by.Principal.Id, kind, one), out var at) || at <= since).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var told = await turns.RunAsync<LockId, Dictionary<LockId, DateTimeOffset>>(
            by with
            {
                Repeatable = null,
            },
            new TurnRules(AuditKind.CredentialRevealed, AccessError.NotFound(Noun.Lock)),
            _ => ValueTask.FromResult<Located<LockId>?>(new(tenant, due[0], due[0])),
            async (turn, _) =>
            {
                var standing = await StandingAsync(turn, kind, due, cancel);
                foreach (var unrecorded in due.Where(one => !standing.ContainsKey(one)))
                {
                    turn.Told.Add(turn.Event(AuditKind.CredentialRevealed, unrecorded) with { Shown = kind });
                    standing[unrecorded] = turn.Now;
                }

                return standing;
            },
            cancel
        );
        if (told.IsRefused(out var refusal, out var records))
        {
            return refusal;
        }

        Remember(by.Principal.Id, kind, records);
        return null;
    }

    private void Remember(Guid principal, CredentialKind kind, Dictionary<LockId, DateTimeOffset> records)
    {
        if (recorded.Count >= MostRemembered)
        {
            recorded.Clear();
        }

        foreach (var (one, at) in records)
        {
            recorded[(principal, kind, one)] = at;
        }
    }

    /// <summary>When the last hour's records were made, by any node.</summary>
    private static async Task<Dictionary<LockId, DateTimeOffset>> StandingAsync(
        CallerTurn turn,
        CredentialKind kind,
        IReadOnlyCollection<LockId> locks,
        CancellationToken cancel
    )
    {
        var rows = await turn.Work.ListAsync(
            """
            select lock_id, max(happened_at) from audit_event
            where tenant_id = $1 and lock_id = any ($2) and happened_at > $3 and stage <> 1 and kind = $4 and principal_id = $5 and outcome = $6
                and convert_from(bytes, 'UTF8')::jsonb ->> 'credential' is null and convert_from(bytes, 'UTF8')::jsonb ->> 'shown' = $7
            group by lock_id
            """,
            row => (Lock: new LockId(row.GetGuid(0)), At: row.GetFieldValue<DateTimeOffset>(1)),
            [
                turn.Tenant.Value,
                locks.Select(one => one.Value).ToArray(),
                turn.Now - StandsFor,
                (short)AuditKind.CredentialRevealed,
                turn.By.Principal.Id,
                (short)AuditOutcome.Done,
                kind.ToString(),
            ],
            cancel
        );
        return rows.ToDictionary(row => row.Lock, row => row.At);
    }
}
