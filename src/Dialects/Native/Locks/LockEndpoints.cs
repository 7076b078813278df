using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

internal static class LockEndpoints
{
    private const string Locks = $"{NativeDialect.Root}/locks";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LocksRead, Noun.Lock)
            .MapGet(Locks, ListAsync)
            .As(
                "listLocks",
                "The locks of the tenant, by name.",
                tells: NativeJson.Wire.ListBodyLockBody,
                asks: [Asks.Page, Asks.Text("name", "Part of the name, without regard to case.")]
            );
        native
            .OfLock(AccessAct.SeeLock)
            .MapGet($"{Locks}/{{id}}", FindAsync)
            .As("getLock", "A lock, with what is known of it and since when.", tells: NativeJson.Wire.LockBody);
        native
            .OfLock(AccessAct.Unlock)
            .MapPost($"{Locks}/{{id}}/unlock", UnlockAsync)
            .As("unlock", "Unlocks, and answers after the lock did.", tells: NativeJson.Wire.MotionBody);
        native
            .OfLock(AccessAct.Lock)
            .MapPost($"{Locks}/{{id}}/lock", LockAsync)
            .As("lock", "Locks, and answers after the lock did.", tells: NativeJson.Wire.MotionBody);
        native
            .OfLock(AccessAct.ReadOpenState)
            .MapGet($"{Locks}/{{id}}/state", StateAsync)
            .As("readLockState", "Asks the lock itself how its bolt and door stand.", tells: NativeJson.Wire.StateBody);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantLocks locks, CancellationToken cancel)
    {
        var (page, name) = (given.Page(), given.Text("name"));
        return given.AnswerAsync(
            () => locks.ListAsync(caller.Caller, caller.Tenant, name, page, cancel),
            seen => given.List(page, seen, LockBody.Of),
            NativeJson.Wire.ListBodyLockBody
        );
    }

    private static Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, TenantLocks locks, CancellationToken cancel) =>
        given.AnswerAsync(() => locks.FindAsync(caller.Caller, IdOf(id), cancel), LockBody.Of, NativeJson.Wire.LockBody);

    private static Task<NativeAnswer> UnlockAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoteUnlock unlock,
        NativeOptions options,
        CancellationToken cancel
    ) => given.AnswerAsync(() => unlock.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel), _ => MotionBody.Done, NativeJson.Wire.MotionBody);

    private static Task<NativeAnswer> LockAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoteLock @lock,
        NativeOptions options,
        CancellationToken cancel
    ) => given.AnswerAsync(() => @lock.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel), _ => MotionBody.Done, NativeJson.Wire.MotionBody);

    private static Task<NativeAnswer> StateAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ReadOpenState read,
        NativeOptions options,
        CancellationToken cancel
    ) => given.AnswerAsync(() => read.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel), StateBody.Of, NativeJson.Wire.StateBody);

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.LockUuid, id);
}
