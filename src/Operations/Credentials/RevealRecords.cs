using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// That a wire listed digits or numbers to somebody: one record a principal, lock, kind and hour (KR-3); of codes that are on no lock, those of boxes, one a code. The node
/// remembers those that stand, so that a program that polls waits for no turn at the chain.
/// </summary>
internal sealed class RevealRecords(CallerTurns turns, TimeProvider clock)
{
    /// <summary>Beyond that the database is asked again.</summary>
    private const int MostRemembered = 100_000;

    private static readonly TimeSpan StandsFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(Guid Principal, CredentialKind Kind, Guid Of), DateTimeOffset> recorded = new();

    /// <summary>Before they are handed out: what cannot be recorded is not told. The record of a list names no credential: that of one code, which does, does not stand for it.</summary>
    public Task<AccessError?> OnceAnHourAsync(
        Caller by,
        CredentialKind kind,
        TenantId tenant,
        IReadOnlyCollection<LockId> locks,
        CancellationToken cancel
    ) =>
        RecordAsync(
            by,
            kind,
            tenant,
            [.. locks.Select(one => one.Value)],
            OfLocksSql,
            (turn, one) => turn.Event(AuditKind.CredentialRevealed, new LockId(one)),
            cancel
        );

    /// <summary>The same of codes that are on no lock.</summary>
    public Task<AccessError?> OnceAnHourAsync(
        Caller by,
        CredentialKind kind,
        TenantId tenant,
        IReadOnlyCollection<CredentialId> codes,
        CancellationToken cancel
    ) =>
        RecordAsync(
            by,
            kind,
            tenant,
            [.. codes.Select(one => one.Value)],
            OfCodesSql,
            (turn, one) =>
                turn.Event(AuditKind.CredentialRevealed, smartLock: null, new CredentialId(one)) with
                {
                    On = new AuditObject(kind.Noun(), one),
                },
            cancel
        );

    private async Task<AccessError?> RecordAsync(
        Caller by,
        CredentialKind kind,
        TenantId tenant,
        IReadOnlyCollection<Guid> things,
        string standingSql,
        Func<CallerTurn, Guid, AuditEvent> record,
        CancellationToken cancel
    )
    {
        var since = clock.Now() - StandsFor;
        var due = things.Where(one => !recorded.TryGetValue((by.Principal.Id, kind, one), out var at) || at <= since).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var told = await turns.RunAsync<bool, Dictionary<Guid, DateTimeOffset>>(
            by with
            {
                Repeatable = null,
            },
            new TurnRules(AuditKind.CredentialRevealed, AccessError.NotFound(kind.Noun())),
            _ => ValueTask.FromResult<Located<bool>?>(new(tenant, true)),
            async (turn, _) =>
            {
                var standing = await StandingAsync(turn, kind, due, standingSql, cancel);
                foreach (var unrecorded in due.Where(one => !standing.ContainsKey(one)))
                {
                    turn.Told.Add(record(turn, unrecorded) with { Shown = kind });
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

    private void Remember(Guid principal, CredentialKind kind, Dictionary<Guid, DateTimeOffset> records)
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
    private static async Task<Dictionary<Guid, DateTimeOffset>> StandingAsync(
        CallerTurn turn,
        CredentialKind kind,
        List<Guid> things,
        string sql,
        CancellationToken cancel
    )
    {
        var rows = await turn.Work.ListAsync(
            sql,
            row => (Of: row.GetGuid(0), At: row.GetFieldValue<DateTimeOffset>(1)),
            [
                turn.Tenant.Value,
                things.ToArray(),
                turn.Now - StandsFor,
                (short)AuditKind.CredentialRevealed,
                turn.By.Principal.Id,
                (short)AuditOutcome.Done,
                kind.ToString(),
            ],
            cancel
        );
        return rows.ToDictionary(row => row.Of, row => row.At);
    }

    private const string Which = """
        happened_at > $3 and stage <> 1 and kind = $4 and principal_id = $5 and outcome = $6 and convert_from(bytes, 'UTF8')::jsonb ->> 'shown' = $7
        """;

    private const string OfLocksSql = $"""
        select lock_id, max(happened_at) from audit_event
        where tenant_id = $1 and lock_id = any ($2) and {Which} and convert_from(bytes, 'UTF8')::jsonb ->> 'credential' is null
        group by lock_id
        """;

    private const string OfCodesSql = $"""
        select object_id, max(happened_at) from audit_event where tenant_id = $1 and object_id = any ($2) and {Which} group by object_id
        """;
}
