using Latchwork.Domain;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>From what was signed to the operation of the core: each spends the proof in its own transaction.</summary>
internal sealed class PerformOperation(
    RemoteUnlock unlock,
    RemoteLock @lock,
    ShareLock share,
    UnshareLock unshare,
    ChangeDoorTimes change,
    DoordeckOptions options
)
{
    public Task<Outcome<Done>> RunAsync(SignedRequest request, WireId lockId, CancellationToken cancel) =>
        request.Operation switch
        {
            SignedOperation.MutateLock { Locks: true } => @lock.RunAsync(request.By, lockId, options.Wait, cancel),
            SignedOperation.MutateLock opening => unlock.RunAsync(request.By, lockId, options.Wait, cancel, opening.StaysOpen),
            SignedOperation.AddUsers added => share.RunAsync(request.By, lockId, [.. added.Users.Select(ShareOf)], added.IsBatch, cancel),
            SignedOperation.RemoveUsers removed => unshare.RunAsync(request.By, lockId, removed.Users, cancel),
            SignedOperation.MutateSetting set => change.RunAsync(
                request.By,
                lockId,
                new DoorTimes(set.UnlockTime, set.SetsHours ? new WantedOpenHours(set.Hours) : null),
                cancel
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Operation.GetType().Name, "An operation that is not performed."),
        };

    private static Share ShareOf(AddedUser added) => new(added.User, added.PublicKey, added.Role, added.Window);
}
