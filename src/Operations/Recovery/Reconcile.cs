using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>What a restore did, for the operator.</summary>
/// <param name="TakenAt">Of the backup; null where the database was put back by other means.</param>
/// <param name="JournalUntil">The last that the journal tells; null where there is no journal that goes on from the backup.</param>
/// <param name="IsWhole">The journal tells everything up to the end of the former server.</param>
/// <param name="Events">That happened after the backup and are in the lists again.</param>
/// <param name="Applied">Rows in which what was taken away since was taken away again.</param>
/// <param name="Lost">Codes and rights made after the backup that could not be put back, since what they are for is lost.</param>
/// <param name="Erased">People who were erased again.</param>
/// <param name="Revoked">Sessions and certificates that were ended, since it is not known whether they had been.</param>
public sealed record RestoreReport(
    DateTimeOffset? TakenAt,
    DateTimeOffset? JournalUntil,
    bool IsWhole,
    long Events,
    long Applied,
    long Lost,
    int Erased,
    long Revoked
);

/// <summary>
/// Makes a database that was put back fit to be served from (FS-6), in one transaction. What the journal tells of later is done again: events first, then what
/// was taken away. Where it does not tell all, bearer sessions, queued operations and leaf certificates end, and older signed requests are not believed. What is
/// known of locks is doubted, so every code is read or written again.
/// </summary>
internal sealed class Reconcile(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <summary>Numbers that were given out after the backup must not name something else.</summary>
    private const int IdsApart = 10_000;

    /// <exception cref="BackupException">A journal is that of another database.</exception>
    public async Task<RestoreReport> RunAsync(IReadOnlyList<string> journals, DateTimeOffset? takenAt, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var sql = new OwnerSql(connection, transaction);
        var lists = await ResumedLists.OpenAsync(sql, cancel);
        var replay = new ReplayJournal(connection, transaction);
        var marks = await sql.ListAsync(RecoveryMark.Sql, RecoveryMark.Read, cancel);
        var told = await FollowAsync(journals, marks[0], lists, replay, cancel);
        foreach (var person in replay.ErasedPeople)
        {
            await EraseAgainAsync(sql, person, cancel);
        }

        var isWhole = told is { IsWhole: true } && !replay.IsUnsafe;
        var revoked = isWhole ? 0 : await RevokeAsync(sql, now, cancel);
        await SettleAsync(sql, now, cancel);
        var report = new RestoreReport(takenAt, told.Until, isWhole, lists.Taken, replay.Applied, replay.Lost, replay.ErasedPeople.Count, revoked);
        await lists.EndAsync(EventOf(report, now), now, cancel);
        await NoteAsync(sql, report, told.LastBatch, now, cancel);
        await transaction.CommitAsync(cancel);
        return report;
    }

    private readonly record struct Told(bool IsWhole, long LastBatch, DateTimeOffset? Until);

    /// <summary>Whole where no batch is missing and the last one says that it is the last. What is behind a gap is still true.</summary>
    private static async Task<Told> FollowAsync(
        IReadOnlyList<string> journals,
        RecoveryMark mark,
        ResumedLists lists,
        ReplayJournal replay,
        CancellationToken cancel
    )
    {
        // The batch of the mark itself says whether that was the end.
        var (last, isGapless, isEnd, until) = (mark.Batch, true, false, (DateTimeOffset?)null);
        foreach (var batch in RecoveryFolder.Read(journals, after: mark.Batch - 1))
        {
            if (batch.Journal != mark.Journal)
            {
                throw new BackupException(
                    $"Of {string.Join(" and ", journals)}, one holds the journal of another database. Restore again with its own, or without."
                );
            }

            isGapless &= batch.Number <= last + 1;
            (last, isEnd, until) = (batch.Number, batch.IsEnd, batch.At);
            if (batch.Number == mark.Batch)
            {
                continue;
            }

            await lists.TakeAsync(batch.Events, cancel);
            foreach (var entry in batch.Entries)
            {
                await replay.ApplyAsync(entry, cancel);
            }
        }

        return new Told(isGapless && isEnd && lists.IsGapless, last, until);
    }

    /// <summary>AU-7: what belongs to an erased person beside the rows that the journal names.</summary>
    private static async Task EraseAgainAsync(OwnerSql sql, Guid person, CancellationToken cancel)
    {
        await sql.DoAsync("select latchwork_erase_details($1)", cancel, person);
        await sql.DoAsync("select latchwork_forget_alerts($1)", cancel, person);
        await sql.DoAsync(
            "update notification set due_at = null, recipient_sealed = null, values_sealed = null, ends_at = created_at where person_id = $1",
            cancel,
            person
        );
        await sql.DoAsync("delete from lock_preference where user_id = $1", cancel, person);
        await sql.DoAsync("delete from lock_group where user_id = $1", cancel, person);
    }

    /// <summary>FS-6: what may have been ended after the backup ends now. Keys of programs stay; the operator is told to look at them.</summary>
    private static async Task<long> RevokeAsync(OwnerSql sql, DateTimeOffset now, CancellationToken cancel)
    {
        var ended = await sql.DoAsync(
            "update session set revoked_at = $1 where revoked_at is null and kind <> all ($2)",
            cancel,
            now,
            KeysOfPrograms
        );
        ended += await sql.DoAsync("update leaf_certificate set revoked_at = $1 where revoked_at is null", cancel, now);
        await sql.DoAsync("delete from one_time_code", cancel);
        await sql.DoAsync("update invitation set expires_at = least(expires_at, $1) where used_at is null", cancel, now);
        await sql.DoAsync(
            "update device_command set deadline_at = least(deadline_at, $1) where ended_at is null",
            cancel,
            now - TimeSpan.FromHours(1)
        );
        return ended;
    }

    /// <summary>Whoever was at work is not any more, what was asked and ended since is ended, and what locks hold is to be looked at.</summary>
    private static async Task SettleAsync(OwnerSql sql, DateTimeOffset now, CancellationToken cancel)
    {
        await sql.DoAsync("update node set stopped_at = coalesce(stopped_at, clock_timestamp())", cancel);
        await sql.DoAsync("update link_lease set node_id = null, expires_at = null, epoch = epoch + 1", cancel);
        await sql.DoAsync(
            $"""
            update device_command c set ended_at = e.received_at, state = case e.outcome
                when {(int)AuditOutcome.Done} then {(int)CommandState.Done} when {(int)AuditOutcome.Failed} then {(int)CommandState.Failed}
                else {(int)CommandState.Unknown} end
            from audit_event e
            where c.ended_at is null and e.tenant_id = c.tenant_id and e.operation_id = c.operation_id and e.stage = {(int)AuditStage.Ended}
            """,
            cancel
        );
        await sql.DoAsync(
            $"""
            update enrollment set doubted_at = $1, doubt = {(int)SignOfChange.Restored}, due_at = $1
            where gone_at is null and path = {(int)EnrollmentPath.Link}
            """,
            cancel,
            now
        );
        await sql.DoAsync(
            "update smart_lock set offline_orders = offline_orders + 1, offline_due_at = $1 where offline_orders > 0 and decommissioned_at is null",
            cancel,
            now
        );
        await sql.DoAsync(
            """
            delete from lock_group_lock g using smart_lock l
            where l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is not null
            """,
            cancel
        );
        await sql.DoAsync(
            $"select setval(quote_ident(sequencename), coalesce(last_value, 0) + {IdsApart}) from pg_sequences where sequencename ~ '^public_id_[0-9]+$'",
            cancel
        );
    }

    private static async Task NoteAsync(OwnerSql sql, RestoreReport report, long lastBatch, DateTimeOffset now, CancellationToken cancel)
    {
        await sql.DoAsync("delete from recovery_entry", cancel);
        await sql.DoAsync("update recovery_mark set batch = $1", cancel, lastBatch);
        await sql.DoAsync(
            "insert into restoration (restoration_id, taken_at, restored_at, is_whole, proofs_from) values ($1, $2, $3, $4, $5)",
            cancel,
            Guid.CreateVersion7(now),
            report.TakenAt,
            now,
            report.IsWhole,
            report.IsWhole ? null : now
        );
        await sql.DoAsync($"drop table if exists {LoadBackup.Mark}", cancel);
    }

    private static AuditEvent EventOf(RestoreReport report, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.DatabaseRestored,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, Credential: null, Surface.CommandLine),
            Changed = FactsOf(report),
        };

    private static SortedDictionary<string, string> FactsOf(RestoreReport report)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["isWhole"] = report.IsWhole ? "true" : "false" };
        foreach (var (name, at) in new[] { ("takenAt", report.TakenAt), ("knownUntil", report.JournalUntil ?? report.TakenAt) })
        {
            if (at is { } instant)
            {
                facts[name] = instant.ToString("O", CultureInfo.InvariantCulture);
            }
        }

        return facts;
    }

    private static readonly short[] KeysOfPrograms =
    [
        (short)SessionKind.SifelyKey,
        (short)SessionKind.NativeKey,
        (short)SessionKind.HookToken,
        (short)SessionKind.AppSecret,
        (short)SessionKind.HmacSecret,
    ];
}
