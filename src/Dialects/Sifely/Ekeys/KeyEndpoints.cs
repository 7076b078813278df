using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Ekeys;

/// <summary>Ekeys: the caller's own, and those of a lock (3.1, 5.4).</summary>
internal static class KeyEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("list ekeys").MapMethods("/v3/key/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.OfLock(AccessAct.SeeLock).MapMethods("/v3/key/get", SifelyDialect.GetAndPost, GetAsync);
        sifely.OfLock(AccessAct.ListGrants).MapMethods("/v3/lock/listKey", SifelyDialect.GetAndPost, ListOfLockAsync);
    }

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
        return given.PageAsync(
            paging,
            () => locks.GrantedAsync(caller.Caller, filter, cancel),
            row => KeyInfo.Of(row, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyKeyInfo
        );
    }

    private static Task<SifelyAnswer> GetAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.ReadAsync(
            () => locks.FindAsync(caller.Caller, which, cancel),
            seen => KeyInfo.Of(seen, clock.GetUtcNow()),
            SifelyJson.Wire.KeyInfo
        );
    }

    private static Task<SifelyAnswer> ListOfLockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        GrantQueries grants,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        var paging = given.Paging();
        var filter = given.Ekeys(paging, isTTLock: caller.Caller.Surface == Surface.TTLock);
        return given.PageAsync(
            paging,
            () => grants.OfLockAsync(caller.Caller, which, filter, cancel),
            row => KeyInfo.Of(row, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyKeyInfo
        );
    }
}
