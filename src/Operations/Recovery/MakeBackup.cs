using System.Data;
using System.IO.Compression;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <param name="Path">Absolute.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Batch">The last batch of the journal that is in it.</param>
public sealed record MadeBackup(string Path, DateTimeOffset TakenAt, long Bytes, long Tenants, long Events, long Batch);

/// <summary>
/// Writes the database as it stands at one moment into a file, while the server works on. All tables are read in one transaction, so nothing in it contradicts
/// anything else, and what was confirmed before it began is in it. The file gets its name when it is whole, read again and on the disk (FS-2).
/// </summary>
/// <param name="owner">As the owner of the tables, who sees all tenants.</param>
public sealed class MakeBackup(NpgsqlDataSource owner, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="target">A file that is not there, or a folder, in which the file is named after the time.</param>
    /// <param name="progress">Told the name of each table before it is read.</param>
    /// <exception cref="BackupException">The file is there, or the database is none of ours.</exception>
    /// <exception cref="IOException">It could not be written; nothing is left of it.</exception>
    public async Task<MadeBackup> RunAsync(string target, IProgress<string>? progress, CancellationToken cancel)
    {
        var path = NameIn(target);
        var part = path + ".part";
        try
        {
            var manifest = await WriteAsync(part, progress, cancel);
            await BackupFile.CheckAsync(part, cancel);
            var size = new FileInfo(part).Length;
            File.Move(part, path, overwrite: false);
            DurableFile.FlushFolder(Path.GetDirectoryName(path)!);
            var made = new MadeBackup(path, manifest.TakenAt, size, manifest.Tenants, manifest.Events, manifest.Batch);
            await NoteAsync(made, progress, cancel);
            return made;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>For whoever looks when the last one was made. The file is whole without it.</summary>
    private async Task NoteAsync(MadeBackup made, IProgress<string>? progress, CancellationToken cancel)
    {
        try
        {
            await using var note = owner.CreateCommand(
                "insert into backup (taken_at, file_name, bytes, tenants, events, batch) values ($1, $2, $3, $4, $5, $6) on conflict do nothing"
            );
            object[] values = [made.TakenAt, Path.GetFileName(made.Path), made.Bytes, made.Tenants, made.Events, made.Batch];
            note.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
            await note.ExecuteNonQueryAsync(cancel);
        }
        catch (NpgsqlException away)
        {
            progress?.Report($"the backup is whole, but the database could not note it: {away.Message}");
        }
    }

    private string NameIn(string target)
    {
        var full = Path.GetFullPath(target);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(target))
        {
            DurableFile.MakePrivateFolder(full);
            full = Path.Combine(full, FormattableString.Invariant($"latchwork-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.backup"));
        }

        return File.Exists(full) ? throw new BackupException($"{full} is there already, and is not written over.") : full;
    }

    private async Task<BackupManifest> WriteAsync(string path, IProgress<string>? progress, CancellationToken cancel)
    {
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var schema = new BackupSchema(connection);

        // The transaction sees what was committed before its first statement, which is the next.
        var takenAt = clock.Now();
        var migrations = await schema.MigrationsAsync(cancel);
        if (migrations.Count == 0)
        {
            throw new BackupException("There is no database of Latchwork.");
        }

        await using var file = Create(path);
        List<BackupTable> tables = [];
        BackupManifest manifest;
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var table in await schema.TablesAsync(cancel))
            {
                progress?.Report(table.Name);
                tables.Add(await WriteTableAsync(connection, archive, table, cancel));
            }

            manifest = new BackupManifest(
                BackupManifest.CurrentFormat,
                takenAt,
                migrations,
                tables,
                await schema.SequencesAsync(cancel),
                await schema.MonthsAsync(cancel),
                await schema.NumberAsync("select batch from recovery_mark", cancel),
                await schema.NumberAsync("select count(*) from tenant", cancel),
                await schema.NumberAsync("select coalesce(sum(sequence), 0)::bigint from audit_chain", cancel)
            );
            await BackupFile.WriteManifestAsync(archive, manifest, cancel);
        }

        file.Flush(flushToDisk: true);
        return manifest;
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private static async Task<BackupTable> WriteTableAsync(
        NpgsqlConnection connection,
        ZipArchive archive,
        BackupTable table,
        CancellationToken cancel
    )
    {
        await using var to = await archive.CreateEntry(BackupFile.EntryOf(table.Name), CompressionLevel.Fastest).OpenAsync(cancel);
        await using var from = await connection.BeginRawBinaryCopyAsync(
            $"copy (select {BackupSchema.ColumnList(table.Columns)} from {BackupSchema.Quoted(table.Name)}) to stdout (format binary)",
            cancel
        );
        var (length, hash) = await BackupFile.CopyAsync(from, to, cancel);
        return table with { Bytes = length, Sha256 = hash };
    }
}
