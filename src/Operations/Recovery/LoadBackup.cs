using System.IO.Compression;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>
/// Puts a backup into an empty database: the tables as that release made them, all rows in one transaction, then whatever newer releases have changed. Until
/// <see cref="Reconcile"/> is through, a mark in the database keeps every server from starting on it.
/// </summary>
/// <param name="owner">As who will own the tables.</param>
internal sealed class LoadBackup(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <summary>A table that is there from the begin of a restore to its end.</summary>
    public const string Mark = "restore_under_way";

    /// <exception cref="BackupException">The database is not empty, the backup is damaged, or a newer release made it.</exception>
    public async Task RunAsync(ZipArchive archive, BackupManifest manifest, IProgress<string>? progress, CancellationToken cancel)
    {
        RefuseForeign(manifest);
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await EmptyAsync(connection, cancel);
        await Migrator.RunAsync(owner, manifest.Migrations[^1].Name, clock, cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await LoadAsync(connection, archive, manifest, progress, cancel);
            await transaction.CommitAsync(cancel);
        }

        await Migrator.RunAsync(owner, clock, cancel);
        await DoAsync(connection, "analyze", cancel);
    }

    private static void RefuseForeign(BackupManifest manifest)
    {
        var known = Migrator.Files();
        if (manifest.Migrations.Count > known.Count)
        {
            throw new BackupException(
                $"A newer release made this backup (its tables are of {manifest.Migrations[^1].Name}). Restore it with that one."
            );
        }

        foreach (var (theirs, ours) in manifest.Migrations.Zip(known))
        {
            if (!string.Equals(theirs.Name, ours.Name, StringComparison.Ordinal) || !theirs.Checksum.AsSpan().SequenceEqual(ours.Checksum))
            {
                throw new BackupException($"The tables of this backup were made by {theirs.Name}, which is not that of this release.");
            }
        }
    }

    /// <summary>One that a restore which did not end has left is emptied; any other with tables is refused.</summary>
    private static async Task EmptyAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var schema = new BackupSchema(connection);
        if (await schema.IsThereAsync(Mark, cancel))
        {
            await DoAsync(connection, "drop schema public cascade; create schema public; grant usage on schema public to public", cancel);
        }
        else if (
            await schema.NumberAsync("select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')", cancel)
            > 0
        )
        {
            throw new BackupException("The database is not empty, and nothing in it is written over. Restore into an empty one.");
        }

        await DoAsync(connection, $"create table {Mark} (begun_at timestamptz not null default clock_timestamp())", cancel);
    }

    private static async Task LoadAsync(
        NpgsqlConnection connection,
        ZipArchive archive,
        BackupManifest manifest,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var tables = await new BackupSchema(connection).TablesAsync(cancel);
        var missing = tables.Select(table => table.Name).Except(manifest.Tables.Select(table => table.Name)).FirstOrDefault();
        if (missing is not null)
        {
            throw new BackupException($"The backup lacks the table {missing}.");
        }

        await ForAllAsync(table => $"alter table {table} disable trigger user");
        tables.Reverse();
        await ForAllAsync(table => $"delete from {table}");
        await DoAsync(connection, $"select latchwork_audit_month(day::date) from unnest(array[{Days(manifest)}]::date[]) day", cancel);
        foreach (var table in manifest.Tables)
        {
            progress?.Report(table.Name);
            await using var to = await connection.BeginRawBinaryCopyAsync(
                $"copy {BackupSchema.Quoted(table.Name)} ({BackupSchema.ColumnList(table.Columns)}) from stdin (format binary)",
                cancel
            );
            await BackupFile.ReadAsync(archive, table, to, cancel);
        }

        foreach (var sequence in manifest.Sequences.Where(sequence => sequence.Value > 0))
        {
            await DoAsync(
                connection,
                FormattableString.Invariant($"select setval('{BackupSchema.Quoted(sequence.Name)}', {sequence.Value})"),
                cancel
            );
        }

        await ForAllAsync(table => $"alter table {table} enable trigger user");

        Task ForAllAsync(Func<string, string> statement) =>
            DoAsync(connection, string.Join(";\n", tables.Select(table => statement(BackupSchema.Quoted(table.Name)))), cancel);
    }

    private static string Days(BackupManifest manifest) =>
        string.Join(", ", manifest.Months.Select(month => FormattableString.Invariant($"'{month:yyyy-MM-dd}'")));

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
