using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Locks;

internal static class MotionEndpoints
{
    public static void Map(DialectRoutes keyvox) => keyvox.OfLock(AccessAct.Unlock).MapPost("/v1/unlock", UnlockAsync);

    /// <summary>Flag 1 opens and 0 locks; without one it is neither: a captured question about a lock must not open it (6.9).</summary>
    private static Task<KeyvoxAnswer> UnlockAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        RemoteUnlock unlock,
        RemoteLock relock,
        KeyvoxOptions options,
        CancellationToken cancel
    )
    {
        var (smartLock, opens) = (given.NeededId("lockId", WireIdKind.KeyvoxLock), given.Flag("flag"));
        if (opens is null)
        {
            given.Refuse("flag");
        }

        return given.ActAsync(async () =>
            NotNowOf(
                opens == true
                    ? await unlock.RunAsync(caller.Caller, smartLock, options.Wait, cancel)
                    : await relock.RunAsync(caller.Caller, smartLock, options.Wait, cancel)
            )
        );
    }

    /// <summary>A lock that does not do that from afar: the wire's word for what cannot be done is of PINs alone.</summary>
    private static Outcome<T> NotNowOf<T>(Outcome<T> outcome) =>
        outcome.Error is { Code: AccessErrorCode.Unsupported } cannot ? cannot with { Code = AccessErrorCode.Conflict } : outcome;
}
