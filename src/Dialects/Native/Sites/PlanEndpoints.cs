using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Lockers;
using Latchwork.Dialects.Native.Locks;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Sites;

/// <summary>The plan of a site, and where on it doors and cabinets are.</summary>
internal static class PlanEndpoints
{
    private const string Plan = $"{NativeDialect.Root}/sites/{{id}}/plan";
    private const string LockPlace = $"{NativeDialect.Root}/locks/{{id}}/place";
    private const string LockerPlace = $"{NativeDialect.Root}/lockers/{{id}}/place";
    private const string Png = "image/png";

    private static readonly string[] Types = [Png, "image/jpeg"];

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.SitesRead, Noun.Site)
            .MapGet(Plan, FindAsync)
            .As("getSitePlan", "The plan of a site, as it was put there.", streams: Types, isCached: true);
        native
            .Needs(Permission.SitesWrite, Noun.Site)
            .MapPut(Plan, PutAsync)
            .As(
                "putSitePlan",
                "Puts a picture there as the plan of a site: at most 512 KiB, and 8192 pixels to a side.",
                uploads: new Uploads(Types, SitePlans.LargestPicture),
                tells: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.SitesWrite, Noun.Site)
            .MapDelete(Plan, RemoveAsync)
            .As("removeSitePlan", "Takes the plan of a site away; places on it stay.", tells: NativeJson.Wire.MadeBody);
        native
            .OfLock(AccessAct.ChangeSettings)
            .MapPut(LockPlace, PlaceLockAsync)
            .As(
                "placeLock",
                "Says where a lock is on the plan of its site.",
                takes: NativeJson.Wire.PlaceBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: LockEndpoints.SmartLock
            );
        native
            .OfLock(AccessAct.ChangeSettings)
            .MapDelete(LockPlace, RemoveLockAsync)
            .As("removeLockPlace", "The lock is nowhere on the plan.", tells: NativeJson.Wire.MadeBody, tagged: LockEndpoints.SmartLock);
        native
            .Needs(Permission.LockersWrite, Noun.Locker)
            .MapPut(LockerPlace, PlaceLockerAsync)
            .As(
                "placeLocker",
                "Says where a cabinet is on the plan of its site.",
                takes: NativeJson.Wire.PlaceBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: LockerEndpoints.Locker
            );
        native
            .Needs(Permission.LockersWrite, Noun.Locker)
            .MapDelete(LockerPlace, RemoveLockerAsync)
            .As("removeLockerPlace", "The cabinet is nowhere on the plan.", tells: NativeJson.Wire.MadeBody, tagged: LockerEndpoints.Locker);
    }

    private static Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, SitePlans plans, CancellationToken cancel) =>
        given.AnswerAsync(
            () => plans.FindAsync(caller.Caller, SiteOf(id), cancel),
            plan => new PictureAnswer(plan.Type == PictureType.Png ? Types[0] : Types[1], plan.Bytes)
        );

    private static Task<NativeAnswer> PutAsync(string id, NativeCaller caller, NativeInput given, SitePlans plans, CancellationToken cancel)
    {
        var type = given.Upload() == Png ? PictureType.Png : PictureType.Jpeg;
        return given.ActAsync(() => plans.PutAsync(caller.Caller, SiteOf(id), new Picture(type, given.Bytes.ToArray()), cancel), id);
    }

    private static Task<NativeAnswer> RemoveAsync(string id, NativeCaller caller, NativeInput given, SitePlans plans, CancellationToken cancel) =>
        given.ActAsync(() => plans.RemoveAsync(caller.Caller, SiteOf(id), cancel), id);

    private static Task<NativeAnswer> PlaceLockAsync(string id, NativeCaller caller, NativeInput given, PlaceLock place, CancellationToken cancel)
    {
        var at = PlaceOf(given);
        return given.ActAsync(() => place.RunAsync(caller.Caller, LockOf(id), at, cancel), id);
    }

    private static Task<NativeAnswer> RemoveLockAsync(string id, NativeCaller caller, NativeInput given, PlaceLock place, CancellationToken cancel) =>
        given.ActAsync(() => place.RunAsync(caller.Caller, LockOf(id), null, cancel), id);

    private static Task<NativeAnswer> PlaceLockerAsync(string id, NativeCaller caller, NativeInput given, PlaceLocker place, CancellationToken cancel)
    {
        var at = PlaceOf(given);
        return given.ActAsync(() => place.RunAsync(caller.Caller, LockerOf(id), at, cancel), id);
    }

    private static Task<NativeAnswer> RemoveLockerAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        PlaceLocker place,
        CancellationToken cancel
    ) => given.ActAsync(() => place.RunAsync(caller.Caller, LockerOf(id), null, cancel), id);

    /// <summary>Refused where it is none.</summary>
    private static PlanPlace PlaceOf(NativeInput given)
    {
        if (given.Body(NativeJson.Wire.PlaceBody) is not { } body)
        {
            return default;
        }

        if (body.Read().IsRefused(out var off, out var place))
        {
            given.Refuse(off.Detail);
        }

        return place;
    }

    private static WireId SiteOf(string id) => NativeInput.Id(WireIdKind.SiteUuid, id);

    private static WireId LockOf(string id) => NativeInput.Id(WireIdKind.LockUuid, id);

    private static WireId LockerOf(string id) => NativeInput.Id(WireIdKind.LockerUuid, id);
}
