using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

internal static class LockEndpoints
{
    private const string Locks = $"{NativeDialect.Root}/locks";

    public static readonly Tagged<SeenLock, LockBody> SmartLock = Tagged.Of(
        (TenantLocks all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        LockBody.Of,
        NativeJson.Wire.LockBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LocksRead, Noun.Lock)
            .MapGet(Locks, ListAsync)
            .As(
                "listLocks",
                "The locks of the tenant, by name.",
                tells: NativeJson.Wire.ListBodyLockBody,
                asks:
                [
                    Asks.Page,
                    Asks.Text("name", "Part of the name, without regard to case."),
                    Asks.Id("siteId", "At this site."),
                    Asks.Id("linkId", "Behind this link."),
                    Asks.Id("groupId", "In this group."),
                    Asks.Word<BoltState>("bolt", "With a bolt that is so, as it was last told."),
                    Asks.Flag("isOnline", "True: only those that answer; false: only those that do not."),
                    Asks.Flag("batteryIsLow", "True: only those with a low battery; false: only others."),
                    Asks.Flag("isFrozen", "True: only frozen ones; false: only others."),
                ]
            );
        native
            .OfLock(AccessAct.SeeLock)
            .MapGet($"{Locks}/{{id}}", FindAsync)
            .As("getLock", "A lock, with what is known of it and since when.", tells: NativeJson.Wire.LockBody, tagged: SmartLock);
        native
            .OfLock(AccessAct.ChangeSettings)
            .MapPatch($"{Locks}/{{id}}", ChangeAsync)
            .As(
                "changeLock",
                "Changes what a lock is called, where it is and what it is set to: all of it or nothing.",
                takes: NativeJson.Wire.LockChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: SmartLock
            );
        native
            .OfLock(AccessAct.Delete)
            .MapDelete($"{Locks}/{{id}}", DeleteAsync)
            .As(
                "deleteLock",
                "Takes a lock out of use: all grants and codes of it end, and what happened stays.",
                tells: NativeJson.Wire.MadeBody,
                tagged: SmartLock
            );
        native
            .OfLock(AccessAct.FreezeLock)
            .MapPost($"{Locks}/{{id}}/freeze", FreezeAsync)
            .As("freezeLock", "Freezes a lock: nobody moves it from afar or gets more access until that is undone.", tells: NativeJson.Wire.MadeBody);
        native
            .OfLock(AccessAct.FreezeLock)
            .MapPost($"{Locks}/{{id}}/unfreeze", UnfreezeAsync)
            .As("unfreezeLock", "Undoes the freezing of a lock.", tells: NativeJson.Wire.MadeBody);
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
        var page = given.Page();
        var filter = new LocksFilter(page)
        {
            Name = given.Text("name"),
            Site = given.Named("siteId", WireIdKind.SiteUuid),
            Link = given.Named("linkId", WireIdKind.LinkUuid),
            Group = given.Named("groupId", WireIdKind.GroupUuid),
            Bolt = given.Word<BoltState>("bolt"),
            IsOnline = given.Flag("isOnline"),
            BatteryIsLow = given.Flag("batteryIsLow"),
            IsFrozen = given.Flag("isFrozen"),
        };
        return given.AnswerAsync(
            () => locks.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => given.List(page, seen, LockBody.Of),
            NativeJson.Wire.ListBodyLockBody
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => SmartLock.TellAsync(id, caller, given, services, cancel);

    /// <summary>A door that is to open by itself is opened from afar.</summary>
    private static async Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeLock change,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.LockChangeBody);
        if (body?.Fault() is { } fault)
        {
            given.Refuse(fault);
        }

        return given.Refusal is { } refusal ? refusal
            : body is { OpenHours.OpensByItself: true } && caller.MustProveToOpen(clock.GetUtcNow()) ? NativeErrors.StepUp
            : await given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), body!.ToEdit(), cancel), id);
    }

    private static Task<NativeAnswer> DeleteAsync(string id, NativeCaller caller, NativeInput given, DeleteLock delete, CancellationToken cancel) =>
        given.ActAsync(() => delete.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static Task<NativeAnswer> FreezeAsync(string id, NativeCaller caller, NativeInput given, FreezeLock freeze, CancellationToken cancel) =>
        given.ActAsync(() => freeze.RunAsync(caller.Caller, IdOf(id), frozen: true, cancel), id);

    private static Task<NativeAnswer> UnfreezeAsync(string id, NativeCaller caller, NativeInput given, FreezeLock freeze, CancellationToken cancel) =>
        given.ActAsync(() => freeze.RunAsync(caller.Caller, IdOf(id), frozen: false, cancel), id);

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
