using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely;

/// <summary>Locks (5).</summary>
internal static class LockEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ReadDetail).MapMethods("/v3/lock/detail", SifelyDialect.GetAndPost, DetailAsync);
        sifely.OfLock(AccessAct.Unlock).MapMethods("/v3/lock/unlock", SifelyDialect.GetAndPost, UnlockAsync);
        sifely.OfLock(AccessAct.Lock).MapMethods("/v3/lock/lock", SifelyDialect.GetAndPost, LockAsync);
        sifely.OfLock(AccessAct.ReadOpenState).MapMethods("/v3/lock/queryOpenState", SifelyDialect.GetAndPost, OpenStateAsync);
    }

    private static async Task<SifelyAnswer> DetailAsync(
        SifelyCaller caller,
        SifelyParameters given,
        LockQueries locks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await locks.DetailAsync(caller.Caller, which, cancel);
        return found.IsRefused(out var error, out var seen)
            ? SifelyErrors.OnDeviceRead(error)
            : SifelyAnswer.Body(LockDetailBody.Of(seen, clock.GetUtcNow()), SifelyJson.Wire.LockDetailBody);
    }

    private static async Task<SifelyAnswer> UnlockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RemoteUnlock unlock,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.Refusal is { } refusal ? refusal : YesOr(await unlock.RunAsync(caller.Caller, which, options.Wait, cancel));
    }

    private static async Task<SifelyAnswer> LockAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RemoteLock @lock,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        return given.Refusal is { } refusal ? refusal : YesOr(await @lock.RunAsync(caller.Caller, which, options.Wait, cancel));
    }

    private static async Task<SifelyAnswer> OpenStateAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ReadOpenState read,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var which = given.Lock();
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var answer = await read.RunAsync(caller.Caller, which, options.Wait, cancel);
        return answer.IsRefused(out var error, out var state)
            ? SifelyErrors.OnDeviceRead(error)
            : SifelyAnswer.Body(OpenStateBody.Of(state.Bolt, state.Door), SifelyJson.Wire.OpenStateBody);
    }

    private static SifelyAnswer YesOr(Outcome<Done> outcome) =>
        outcome.IsRefused(out var error, out _) ? SifelyErrors.OnWrite(error) : SifelyAnswer.Yes;
}
