using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Locks;

/// <summary>The caller's locks, and how they keep them (10.1, 10.2, 10.8, 10.17, 10.18).</summary>
internal static class LockEndpoints
{
    /// <summary>The path of one lock.</summary>
    public const string One = $"/device/{{{DoordeckEdge.LockId}}}";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Own("list locks").MapGet("/device", ListAsync);
        doordeck.Public("pair a lock", because: "It is for nobody: locks come by links (11.5).").MapPost("/device", NotHere);
        doordeck.Own("list favourite locks").MapGet("/device/favourite", FavouritesAsync);
        doordeck.Own("list shareable locks").MapGet("/device/shareable", ShareableAsync);
        doordeck.OfLock(AccessAct.SeeLock).MapGet(One, FindAsync).InVersions(1, 2, 3);
        doordeck.OfLock(AccessAct.SetPreference).MapPut(One, ChangeAsync);
    }

    public static WireId IdOf(string lockId) => DoordeckInput.Id(WireIdKind.LockUuid, lockId);

    private static DoordeckAnswer NotHere() => DoordeckAnswer.Refused(DoordeckErrors.UnknownPath);

    private static Task<DoordeckAnswer> ListAsync(DoordeckCaller caller, DoordeckInput given, HeldLocks locks, CancellationToken cancel) =>
        given.AnswerAsync(() => locks.AllAsync(caller.Caller, cancel), held => LockBody.OfAll(held, given.Version), DoordeckJson.Wire.LockBodyArray);

    private static Task<DoordeckAnswer> FavouritesAsync(DoordeckCaller caller, DoordeckInput given, HeldLocks locks, CancellationToken cancel) =>
        given.AnswerAsync(
            () => locks.FavouritesAsync(caller.Caller, cancel),
            held => LockBody.OfAll(held, given.Version),
            DoordeckJson.Wire.LockBodyArray
        );

    private static Task<DoordeckAnswer> ShareableAsync(DoordeckCaller caller, DoordeckInput given, HeldLocks locks, CancellationToken cancel) =>
        given.AnswerAsync(() => locks.ShareableAsync(caller.Caller, cancel), ShareableBody.Of, DoordeckJson.Wire.ShareableBodyArray);

    private static Task<DoordeckAnswer> FindAsync(
        string lockId,
        DoordeckCaller caller,
        DoordeckInput given,
        HeldLocks locks,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => locks.FindAsync(caller.Caller, IdOf(lockId), cancel),
            held => LockBody.Of(held, given.Version),
            DoordeckJson.Wire.LockBody
        );

    private static Task<DoordeckAnswer> ChangeAsync(
        string lockId,
        DoordeckCaller caller,
        DoordeckInput given,
        ChangeLockProperties change,
        CancellationToken cancel
    )
    {
        var wanted = given.Body(DoordeckJson.Wire.LockChange);
        var (own, ofLock) = (wanted?.Own ?? new PreferenceEdit(), wanted?.Settings?.Read(given));
        return given.AnswerAsync(() => change.RunAsync(caller.Caller, IdOf(lockId), own, ofLock, cancel), _ => DoordeckAnswer.EmptyObject);
    }
}
