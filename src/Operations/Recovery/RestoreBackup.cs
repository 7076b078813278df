using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>Puts a backup into an empty database and reconciles it with the journal (FS-6). A restore that did not end is begun again by the next.</summary>
/// <param name="owner">As who will own the tables.</param>
public sealed class RestoreBackup(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <summary>Reads the whole file, and nothing else.</summary>
    /// <exception cref="BackupException">It is damaged, or no backup.</exception>
    public static Task CheckAsync(string path, CancellationToken cancel) => BackupFile.CheckAsync(path, cancel);

    /// <param name="journals">Folders of the journal: one, or that of every node there was.</param>
    /// <param name="keys">That opens what is sealed in the database; null: not looked.</param>
    /// <exception cref="BackupException">The database is not empty, the backup is damaged, or the root key is another one.</exception>
    public async Task<RestoreReport> RunAsync(
        string path,
        IReadOnlyList<string> journals,
        RootKeys? keys,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        // Before anything is touched: a damaged file ends here.
        await BackupFile.CheckAsync(path, cancel);
        var (archive, manifest) = await BackupFile.OpenAsync(path, cancel);
        await using (archive)
        {
            await new LoadBackup(owner, clock).RunAsync(archive, manifest, progress, cancel);
        }

        await CheckKeysAsync(keys, cancel);
        progress?.Report("what happened since");
        return await new Reconcile(owner, clock).RunAsync(journals, manifest.TakenAt, cancel);
    }

    /// <summary>A database that was put back by other means, such as PostgreSQL's own: what the journal tells of later holds in it, too.</summary>
    /// <exception cref="BackupException">There is none.</exception>
    public async Task<RestoreReport> ReconcileAsync(IReadOnlyList<string> journals, RootKeys? keys, CancellationToken cancel)
    {
        await Migrator.RunAsync(owner, clock, cancel);
        await CheckKeysAsync(keys, cancel);
        return await new Reconcile(owner, clock).RunAsync(journals, takenAt: null, cancel);
    }

    private async Task CheckKeysAsync(RootKeys? keys, CancellationToken cancel)
    {
        if (keys is null)
        {
            return;
        }

        var db = new AccessDb(owner);
        var sentinel = await db.FirstAsync(
            TenantSet.Of(TenantId.Installation),
            "select sentinel from installation",
            row => row.GetFieldValue<byte[]>(0),
            [],
            cancel
        );
        if (sentinel is null)
        {
            return;
        }

        try
        {
            using var ring = new KeyRing(keys, new DataKeyStore(db), new KeyRingOptions(), clock);
            using var installation = await ring.RentAsync(TenantId.Installation, cancel);
            Sentinel.Check(installation, sentinel);
        }
        catch (KeyRingException other)
        {
            throw new BackupException($"{other.Message} Bring the root key of the server that was backed up, and restore again.", other);
        }
    }
}
