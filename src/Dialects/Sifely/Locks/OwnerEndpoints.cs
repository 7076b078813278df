using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>What a lock is called, whether it is frozen, whose it is, and its end (19.2).</summary>
internal static class OwnerEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.Rename).MapMethods("/v3/lock/rename", SifelyDialect.GetAndPost, RenameAsync);
        sifely.OfLock(AccessAct.FreezeLock).MapMethods("/v3/lock/freeze", SifelyDialect.GetAndPost, FreezeAsync);
        sifely.OfLock(AccessAct.FreezeLock).MapMethods("/v3/lock/unfreeze", SifelyDialect.GetAndPost, UnfreezeAsync);
        sifely.OfLock(AccessAct.SeeLock).MapMethods("/v3/lock/queryStatus", SifelyDialect.GetAndPost, StatusAsync);
        sifely.OfLock(AccessAct.Transfer).MapMethods("/v3/lock/transfer", SifelyDialect.GetAndPost, TransferAsync);
        sifely.OfLock(AccessAct.Delete).MapMethods("/v3/lock/delete", SifelyDialect.GetAndPost, DeleteAsync);
    }

    private static Task<SifelyAnswer> RenameAsync(SifelyCaller caller, SifelyParameters given, RenameLock rename, CancellationToken cancel)
    {
        var which = given.Lock();
        var name = given.RequiredText("lockAlias");
        return given.YesAsync(() => rename.RunAsync(caller.Caller, which, name, cancel));
    }

    private static Task<SifelyAnswer> FreezeAsync(SifelyCaller caller, SifelyParameters given, FreezeLock freeze, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.YesAsync(() => freeze.RunAsync(caller.Caller, which, frozen: true, cancel));
    }

    private static Task<SifelyAnswer> UnfreezeAsync(SifelyCaller caller, SifelyParameters given, FreezeLock freeze, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.YesAsync(() => freeze.RunAsync(caller.Caller, which, frozen: false, cancel));
    }

    private static Task<SifelyAnswer> StatusAsync(SifelyCaller caller, SifelyParameters given, LockQueries locks, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.ReadAsync(
            () => locks.FindAsync(caller.Caller, which, cancel),
            seen => new LockStatusBody(Switch.Bit(seen.IsFrozen)),
            SifelyJson.Wire.LockStatusBody
        );
    }

    private static Task<SifelyAnswer> TransferAsync(SifelyCaller caller, SifelyParameters given, TransferLock transfer, CancellationToken cancel)
    {
        var receiver = given.RequiredText("receiverUsername");
        var which = LockIdList.Of(given);
        return given.YesAsync(() => transfer.RunAsync(caller.Caller, which, receiver, cancel));
    }

    private static Task<SifelyAnswer> DeleteAsync(SifelyCaller caller, SifelyParameters given, DeleteLock delete, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.YesAsync(() => delete.RunAsync(caller.Caller, which, cancel));
    }
}

/// <param name="Status">0 normal, 1 frozen.</param>
internal sealed record LockStatusBody(int Status);
