using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely;

/// <summary>The caller's ekeys, and the locks they own (3.1, 5.7).</summary>
internal static class KeyEndpoints
{
    /// <summary>Types of devices in the list of locks (5.7).</summary>
    private const int Locks = 1;

    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("list ekeys").MapMethods("/v3/key/list", SifelyDialect.GetAndPost, ListKeysAsync);
        sifely.Own("list own locks").MapMethods("/v3/lock/list", SifelyDialect.GetAndPost, ListLocksAsync);
    }

    private static async Task<SifelyAnswer> ListKeysAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var paging = given.Paging(Paging.MostLocks);
        var filter = Filter(given, paging);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await locks.GrantedAsync(caller.Caller, filter, cancel);
        return found.IsRefused(out var error, out var page)
            ? SifelyErrors.OnRead(error)
            : SifelyAnswer.Body(paging.Body(page, row => KeyInfo.Of(row, clock.GetUtcNow())), SifelyJson.Wire.PageBodyKeyInfo);
    }

    /// <summary>There are no lifts and power savers here: for their types the list is empty.</summary>
    private static async Task<SifelyAnswer> ListLocksAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var paging = given.Paging(Paging.MostLocks);
        var filter = Filter(given, paging);
        var isOtherType = given.Whole("type") is not (null or Locks);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = isOtherType ? new PageOf<GrantedLock>([], 0) : await locks.OwnedAsync(caller.Caller, filter, cancel);
        return found.IsRefused(out var error, out var page)
            ? SifelyErrors.OnRead(error)
            : SifelyAnswer.Body(paging.Body(page, row => LockItem.Of(row, clock.GetUtcNow())), SifelyJson.Wire.PageBodyLockItem);
    }

    /// <summary>The documentation really spells it <c>lockAlis</c>; others spell it right. Group 0 is no group, so no filter.</summary>
    private static GrantedLocksFilter Filter(SifelyParameters given, Paging paging) =>
        new(paging.Request) { NameContains = given.Text("lockAlis") ?? given.Text("lockAlias"), GroupNumber = given.Number31("groupId") };
}
