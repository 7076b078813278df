using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Recovery;

/// <summary>
/// What a start must know of restores: whether the database is fit to be served from, and until when signed requests may have been used in a time of which the
/// database knows nothing (FS-6).
/// </summary>
public sealed class RecoveryState
{
    private readonly AccessDb db;
    private readonly string folder;
    private DateTimeOffset? proofsFrom;

    internal RecoveryState(AccessDb db, RecoveryOptions options) => (this.db, folder) = (db, options.Folder!);

    /// <summary>Once, before anything is served.</summary>
    /// <exception cref="BackupException">A restore did not end, the database is older than its journal, or the journal is another's.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        var (isUnderWay, journal, mark, from) = await db.FirstAsync(
            TenantSet.None,
            $"select to_regclass('public.{LoadBackup.Mark}') is not null, m.journal_id, m.batch, (select max(r.proofs_from) from restoration r) from recovery_mark m",
            row => (row.GetBoolean(0), row.GetGuid(1), row.GetInt64(2), row.GetInstant(3)),
            [],
            cancel
        );
        proofsFrom = from;
        if (isUnderWay)
        {
            throw new BackupException("A restore into this database did not end. Do it again.");
        }

        if (RecoveryFolder.Last(folder) is not { } last)
        {
            return;
        }

        if (last.Journal != journal)
        {
            throw new BackupException(
                $"The folder {folder} holds the journal of another database. Name one of its own ({RecoveryOptions.Section}:{nameof(RecoveryOptions.Folder)})."
            );
        }

        // One batch may be on the disk alone: the server was killed between the two.
        if (last.Number > mark + 1)
        {
            throw new BackupException(
                FormattableString.Invariant(
                    $"The database is older than its journal ({folder} tells {last.Number} batches, the database knows {mark}): "
                ) + "it was put back by other means. 'latchwork restore --reconcile' does again what was taken away since."
            );
        }
    }

    /// <summary>Whether a request that was signed then may have been used after a backup, so that nobody knows.</summary>
    /// <param name="ahead">So much later than it was used a request may say that it was signed.</param>
    public bool MayHaveBeenUsed(DateTimeOffset signedAt, TimeSpan ahead) => proofsFrom is { } from && signedAt - ahead < from;
}
