using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Ekeys;

/// <summary>Ekeys (3).</summary>
internal static class KeyEndpoints
{
    public static void Map(DialectRoutes sifely) => sifely.Own("list ekeys").MapMethods("/v3/key/list", SifelyDialect.GetAndPost, ListAsync);

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
}
