using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native;

internal static class LockEndpoints
{
    private const string Locks = $"{NativeDialect.Root}/locks";

    private static readonly EventPattern[] AnyEvent = Array.ConvertAll(Enum.GetValues<AuditKind>(), kind => new EventPattern(kind));

    public static void Map(DialectRoutes native)
    {
        native.Needs(Permission.LocksRead, Noun.Lock).MapGet(Locks, ListAsync);
        native.OfLock(AccessAct.SeeLock).MapGet($"{Locks}/{{id}}", FindAsync);
        native.OfLock(AccessAct.Unlock).MapPost($"{Locks}/{{id}}/unlock", UnlockAsync);
        native.OfLock(AccessAct.Lock).MapPost($"{Locks}/{{id}}/lock", LockAsync);
        native.OfLock(AccessAct.ReadOpenState).MapGet($"{Locks}/{{id}}/state", StateAsync);
        native.OfLock(AccessAct.ReadAllRecords).MapGet($"{Locks}/{{id}}/events", EventsAsync);
    }

    private static async Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantLocks locks, CancellationToken cancel)
    {
        var (page, name) = (given.Page(), given.Text("name"));
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await locks.ListAsync(caller.Caller, caller.Tenant, name, page, cancel);
        return found.IsRefused(out var error, out var seen)
            ? error
            : NativeAnswer.Body(seen.Body(page, LockBody.Of), NativeJson.Wire.ListBodyLockBody);
    }

    private static async Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, TenantLocks locks, CancellationToken cancel)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await locks.FindAsync(caller.Caller, IdOf(id), cancel);
        return found.IsRefused(out var error, out var seen) ? error : NativeAnswer.Body(LockBody.Of(seen), NativeJson.Wire.LockBody);
    }

    private static async Task<NativeAnswer> UnlockAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoteUnlock unlock,
        NativeOptions options,
        CancellationToken cancel
    ) => given.Refusal is { } refusal ? refusal : DoneOr(await unlock.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel));

    private static async Task<NativeAnswer> LockAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoteLock @lock,
        NativeOptions options,
        CancellationToken cancel
    ) => given.Refusal is { } refusal ? refusal : DoneOr(await @lock.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel));

    private static async Task<NativeAnswer> StateAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ReadOpenState read,
        NativeOptions options,
        CancellationToken cancel
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var answer = await read.RunAsync(caller.Caller, IdOf(id), options.Wait, cancel);
        return answer.IsRefused(out var error, out var state) ? error : NativeAnswer.Body(StateBody.Of(state), NativeJson.Wire.StateBody);
    }

    private static async Task<NativeAnswer> EventsAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        LockRecords records,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        var filter = new RecordsFilter(AnyEvent, page) { From = given.Instant("from"), Until = given.Instant("until") };
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await records.ListAsync(caller.Caller, IdOf(id), filter, cancel);
        return found.IsRefused(out var error, out var seen)
            ? error
            : NativeAnswer.Body(seen.Body(page, EventBody.Of), NativeJson.Wire.ListBodyEventBody);
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.LockUuid, id);

    private static NativeAnswer DoneOr(Outcome<Done> outcome) =>
        outcome.IsRefused(out var error, out _) ? error : NativeAnswer.Body(MotionBody.Done, NativeJson.Wire.MotionBody);
}
