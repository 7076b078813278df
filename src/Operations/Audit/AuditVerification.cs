using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <param name="FirstAt">When the first record was received; null where there is none.</param>
/// <param name="Heads">Signed heads that the chain was compared with.</param>
/// <param name="Faults">The first of them; <paramref name="FaultCount"/> counts all.</param>
public sealed record VerifiedChain(
    DateTimeOffset At,
    long Records,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    int Heads,
    long FaultCount,
    IReadOnlyList<ChainFault> Faults
);

/// <summary>The last time that somebody had a tenant's records compared with their chain.</summary>
/// <param name="AskedAt">Null: nobody has yet.</param>
/// <param name="LookedAt">Records so far.</param>
/// <param name="OfRecords">As many as there were when it was asked for.</param>
/// <param name="Found">Null: it is not done yet.</param>
public sealed record SeenVerification(DateTimeOffset? AskedAt, long LookedAt, long OfRecords, VerifiedChain? Found);

/// <summary>Has the records of a tenant compared with their chain and with its signed heads (AU-5), and tells what came of it.</summary>
public sealed class AuditVerification
{
    private static readonly SeenVerification Never = new(AskedAt: null, 0, 0, Found: null);

    private readonly CallerReads reads;
    private readonly CallerTurns turns;

    internal AuditVerification(CallerReads reads, CallerTurns turns) => (this.reads, this.turns) = (reads, turns);

    /// <summary>
    /// Asks for it; a node begins within seconds, and tells how far it is. What is recorded meanwhile is not looked at. Asked again while it is under way, it goes on.
    /// </summary>
    public Task<Outcome<Done>> AskAsync(Caller by, TenantId tenant, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            new TurnRules(AuditKind.AuditVerified, AccessError.NotFound(Noun.Tenant)),
            _ => ValueTask.FromResult<Located<TenantId>?>(new Located<TenantId>(tenant, tenant)),
            (turn, _) => AskAsync(turn, cancel),
            cancel
        );

    private static async Task<Outcome<Done>> AskAsync(CallerTurn turn, CancellationToken cancel)
    {
        if (AccessDecision.Refuse(Permission.AuditRead, turn.By.StandingIn(turn.Tenant), Noun.AuditEvent) is { } weak)
        {
            return weak;
        }

        var by = turn.By.Audited;
        var isNew = await turn.Work.DoAsync(
            AskSql,
            [turn.Tenant.Value, turn.Operation.Value, turn.Now, (short)by.Kind, by.Id, by.Credential, (short)by.Surface],
            cancel
        );
        if (isNew > 0)
        {
            turn.Told.Add(turn.Event(AuditKind.AuditVerified, smartLock: null) with { Stage = AuditStage.Asked, Outcome = AuditOutcome.Allowed });
        }

        return Done.Yes;
    }

    public async Task<Outcome<SeenVerification>> FindAsync(Caller by, TenantId tenant, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, FindSql, Read, _ => [tenant.Value], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.AuditRead, read.By.StandingIn(tenant), Noun.AuditEvent) is { } weak ? weak
            : read.Rows is [var seen] ? seen
            : Never;
    }

    private static SeenVerification Read(NpgsqlDataReader row) =>
        new(
            row.GetFieldValue<DateTimeOffset>(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.IsDBNull(3)
                ? null
                : new VerifiedChain(
                    row.GetFieldValue<DateTimeOffset>(3),
                    row.GetInt64(1),
                    row.GetInstant(4),
                    row.GetInstant(5),
                    row.GetInt32(6),
                    row.GetInt64(7),
                    JsonSerializer.Deserialize(row.GetString(8), ChainFaultJson.Default.ListChainFault)!
                )
        );

    // The record of the asking is one of them.
    private const string AskSql = """
        insert into audit_verification as v (tenant_id, operation_id, asked_at, asked_by_kind, asked_by, session_id, surface, of_records)
        select $1, $2, $3, $4, $5, $6::uuid, $7, c.sequence + 1 from audit_chain c where c.tenant_id = $1
        on conflict (tenant_id) do update set operation_id = excluded.operation_id, asked_at = excluded.asked_at, asked_by_kind = excluded.asked_by_kind,
            asked_by = excluded.asked_by, session_id = excluded.session_id, surface = excluded.surface, of_records = excluded.of_records, looked_at = 0,
            claimed_until = null, verified_at = null, heads = null, first_at = null, last_at = null, fault_count = null, faults = null
        where v.verified_at is not null
        """;

    private const string FindSql =
        "select asked_at, looked_at, of_records, verified_at, first_at, last_at, heads, fault_count, faults::text from audit_verification where tenant_id = $1";
}
