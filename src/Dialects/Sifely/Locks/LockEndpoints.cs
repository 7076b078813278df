using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>Locks: what they are, and their doors (5).</summary>
internal static class LockEndpoints
{
    /// <summary>Types of devices in the list of locks (5.7).</summary>
    private const int TypeOfLocks = 1;

    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("list own locks").MapMethods("/v3/lock/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/detail", SifelyDialect.GetAndPost, DetailAsync);
        sifely.OfLock(AccessAct.Unlock).MapMethods("/v3/lock/unlock", SifelyDialect.GetAndPost, UnlockAsync);
        sifely.OfLock(AccessAct.Lock).MapMethods("/v3/lock/lock", SifelyDialect.GetAndPost, LockAsync);
        sifely.OfLock(AccessAct.ReadOpenState).MapMethods("/v3/lock/queryOpenState", SifelyDialect.GetAndPost, OpenStateAsync);
    }

    /// <summary>There are no lifts and power savers here: for their types the list is empty.</summary>
    private static Task<SifelyAnswer> ListAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var paging = given.Paging(Paging.MostLocks);
        var filter = given.Locks(paging);
        var isOtherType = given.Whole("type") is not (null or TypeOfLocks);
        return given.PageAsync(
            paging,
            async () => isOtherType ? new PageOf<GrantedLock>([], 0) : await locks.OwnedAsync(caller.Caller, filter, cancel),
            row => LockItem.Of(row, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyLockItem
        );
    }

    private static Task<SifelyAnswer> DetailAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.DeviceReadAsync(
            () => locks.DetailAsync(caller.Caller, which, cancel),
            seen => LockDetailBody.Of(seen, clock.GetUtcNow()),
            SifelyJson.Wire.LockDetailBody
        );
    }

    private static Task<SifelyAnswer> UnlockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RemoteUnlock unlock,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.YesAsync(() => unlock.RunAsync(caller.Caller, which, options.Wait, cancel));
    }

    private static Task<SifelyAnswer> LockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RemoteLock @lock,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.YesAsync(() => @lock.RunAsync(caller.Caller, which, options.Wait, cancel));
    }

    private static Task<SifelyAnswer> OpenStateAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ReadOpenState read,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.DeviceReadAsync(
            () => read.RunAsync(caller.Caller, which, options.Wait, cancel),
            state => OpenStateBody.Of(state.Bolt, state.Door),
            SifelyJson.Wire.OpenStateBody
        );
    }
}
