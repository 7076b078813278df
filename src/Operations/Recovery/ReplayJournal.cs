using System.Text.Json;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>
/// Does again, in a database that was put back, what the journal noted: each change to the row that it was made to, where that row is there. What cannot be done
/// as it was is counted; a code whose change cannot be made is taken off its lock.
/// </summary>
internal sealed class ReplayJournal(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private const string Attempt = "attempt";
    private readonly Dictionary<string, string[]?> columns = new(StringComparer.Ordinal);

    public long Applied { get; private set; }

    /// <summary>Rows made after the backup that refer to others which are lost.</summary>
    public long Lost { get; private set; }

    /// <summary>A right that was taken away, or changed, might be there again.</summary>
    public bool IsUnsafe { get; private set; }

    /// <summary>Whose erasure has to be done again with all that belongs to it (AU-7).</summary>
    public HashSet<Guid> ErasedPeople { get; } = [];

    public async Task ApplyAsync(RecoveryEntry entry, CancellationToken cancel)
    {
        await transaction.SaveAsync(Attempt, cancel);
        try
        {
            Applied += await StatementAsync(entry, cancel);
            await transaction.ReleaseAsync(Attempt, cancel);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            // Another row has what it needs, or what it refers to was made after the backup.
            await transaction.RollbackAsync(Attempt, cancel);
            if (entry.Act == RowAct.Made)
            {
                Lost++;
            }
            else
            {
                IsUnsafe |= !await TakeAwayAsync(entry, cancel);
            }
        }

        NoteErasure(entry);
    }

    private async Task<int> StatementAsync(RecoveryEntry entry, CancellationToken cancel)
    {
        if (await ColumnsAsync(entry.Subject, cancel) is not { } known)
        {
            return 0;
        }

        var table = BackupSchema.Quoted(entry.Subject);
        var key = Members(entry.Key).Where(known.Contains).ToList();
        var match = string.Join(" and ", key.Select(BackupSchema.Quoted).Select(column => $"t.{column} = k.{column}"));
        switch (entry)
        {
            case { Act: RowAct.Made, Noted: { } made }:
                return await DoAsync(
                    $"insert into {table} select * from jsonb_populate_record(null::{table}, $1::jsonb) on conflict do nothing",
                    cancel,
                    made.GetRawText()
                );
            case { Act: RowAct.Changed, Noted: { } noted }:
                var set = string.Join(
                    ", ",
                    Members(noted).Where(known.Contains).Select(BackupSchema.Quoted).Select(column => $"{column} = n.{column}")
                );
                return await DoAsync(
                    $"""
                    update {table} t set {set} from jsonb_populate_record(null::{table}, $1::jsonb) k, jsonb_populate_record(null::{table}, $2::jsonb) n
                    where {match}
                    """,
                    cancel,
                    entry.Key.GetRawText(),
                    noted.GetRawText()
                );
            case { Act: RowAct.Deleted }:
                return await DoAsync(
                    $"delete from {table} t using jsonb_populate_record(null::{table}, $1::jsonb) k where {match}",
                    cancel,
                    entry.Key.GetRawText()
                );
            default:
                return 0;
        }
    }

    /// <summary>The columns of a table that the journal notes; null for any other: a line of a file names no other.</summary>
    private async Task<string[]?> ColumnsAsync(string table, CancellationToken cancel)
    {
        if (columns.TryGetValue(table, out var known))
        {
            return known;
        }

        await using var command = new NpgsqlCommand(
            """
            select array_agg(a.attname::text) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relname = $1 and c.relkind in ('r', 'p') and not c.relispartition
                and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'recovery%')
            """,
            connection,
            transaction
        );
        command.Parameters.Add(new() { Value = table });
        return columns[table] = await command.ExecuteScalarAsync(cancel) as string[];
    }

    private async Task<bool> TakeAwayAsync(RecoveryEntry entry, CancellationToken cancel) =>
        string.Equals(entry.Subject, "enrollment", StringComparison.Ordinal)
        && await DoAsync(
            """
            update enrollment t set desired_present = false from jsonb_populate_record(null::enrollment, $1::jsonb) k
            where t.tenant_id = k.tenant_id and t.enrollment_id = k.enrollment_id
            """,
            cancel,
            entry.Key.GetRawText()
        ) > 0;

    private void NoteErasure(RecoveryEntry entry)
    {
        if (
            entry is { Subject: "app_user", Act: RowAct.Changed, Noted: { } noted }
            && noted.TryGetProperty("display_name", out var name)
            && name.ValueKind == JsonValueKind.Null
        )
        {
            ErasedPeople.Add(entry.Key.GetProperty("user_id").GetGuid());
        }
    }

    private async Task<int> DoAsync(string sql, CancellationToken cancel, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static IEnumerable<string> Members(JsonElement of) => of.EnumerateObject().Select(member => member.Name);
}
