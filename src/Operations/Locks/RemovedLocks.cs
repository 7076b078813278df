using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks;

/// <summary>
/// How it is told that a lock is not there: who held it when it was taken out of use learns that it is gone for good, everybody else nothing (AZ-3).
/// </summary>
public sealed class RemovedLocks
{
    private static readonly AccessError Gone = new(AccessErrorCode.Removed, "The lock was removed.", Noun.Lock);

    private readonly AccessDb db;

    internal RemovedLocks(AccessDb db) => this.db = db;

    /// <summary>For a lock of which nothing was found that the caller may see.</summary>
    public async Task<AccessError> MissingAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        await db.FirstAsync(
            TenantSet.None,
            "select latchwork_held_when_removed($1, $2, $3)",
            row => row.GetBoolean(0),
            [by.User?.Value ?? Guid.Empty, (short)lockId.Kind, lockId.Text],
            cancel
        )
            ? Gone
            : AccessError.NotFound(Noun.Lock);

    /// <summary>The same for a refusal of any kind: only one that says that there is no lock is looked into.</summary>
    public async Task<AccessError> ToldAsync(AccessError refusal, Caller by, WireId lockId, CancellationToken cancel) =>
        refusal is { Code: AccessErrorCode.NotFound, What: Noun.Lock } ? await MissingAsync(by, lockId, cancel) : refusal;
}
