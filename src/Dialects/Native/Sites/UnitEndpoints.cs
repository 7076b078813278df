using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Sites;

/// <summary>Rooms that can be booked, and the plans that offer them.</summary>
internal static class UnitEndpoints
{
    private const string Units = $"{NativeDialect.Root}/units";
    private const string Plans = $"{NativeDialect.Root}/plans";

    public static void Map(DialectRoutes native)
    {
        native.Needs(Permission.SitesRead, Noun.Unit).MapGet(Units, ListAsync);
        native.Needs(Permission.SitesWrite, Noun.Unit).MapPost(Units, AddAsync);
        native.Needs(Permission.SitesRead, Noun.Unit).MapGet($"{Units}/{{id}}", FindAsync);
        native.Needs(Permission.SitesWrite, Noun.Unit).MapPatch($"{Units}/{{id}}", ChangeAsync);
        native.Needs(Permission.SitesWrite, Noun.Unit).MapDelete($"{Units}/{{id}}", ArchiveAsync);
        native.Needs(Permission.SitesWrite, Noun.Unit).MapPut($"{Units}/{{id}}/locks", PlaceAsync);
        native.Needs(Permission.SitesRead, Noun.RoomPlan).MapGet(Plans, PlansAsync);
        native.Needs(Permission.SitesWrite, Noun.RoomPlan).MapPost(Plans, AddPlanAsync);
        native.Needs(Permission.SitesRead, Noun.RoomPlan).MapGet($"{Plans}/{{id}}", FindPlanAsync);
        native.Needs(Permission.SitesWrite, Noun.RoomPlan).MapPatch($"{Plans}/{{id}}", ChangePlanAsync);
        native.Needs(Permission.SitesWrite, Noun.RoomPlan).MapDelete($"{Plans}/{{id}}", ArchivePlanAsync);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, UnitQueries units, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new UnitsFilter(page) { Site = given.Named("siteId", WireIdKind.SiteUuid), Search = given.Text("name") };
        return given.AnswerAsync(
            () => units.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => seen.Body(page, UnitBody.Of),
            NativeJson.Wire.ListBodyUnitBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddUnit add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewUnitBody);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.SiteUuid, body!.SiteId), body.Fields(), cancel),
            id => Task.FromResult(NativeAnswer.Made(Units, id)),
            async former => NativeAnswer.Made(Units, await ids.OfRowAsync(caller.Tenant, former.Made!.Value, WireIdKind.UnitUuid, cancel))
        );
    }

    private static Task<NativeAnswer> FindAsync(string id, NativeCaller caller, NativeInput given, UnitQueries units, CancellationToken cancel) =>
        given.AnswerAsync(() => units.FindAsync(caller.Caller, UnitOf(id), cancel), UnitBody.Of, NativeJson.Wire.UnitBody);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangeUnit change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.UnitChangeBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, UnitOf(id), body!.Fields(), cancel), id);
    }

    private static Task<NativeAnswer> ArchiveAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ArchiveUnit archive,
        CancellationToken cancel
    ) => given.ActAsync(() => archive.RunAsync(caller.Caller, UnitOf(id), cancel), id);

    private static Task<NativeAnswer> PlaceAsync(string id, NativeCaller caller, NativeInput given, PlaceLocks place, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.UnitLocksBody);
        return given.ActAsync(
            () => place.RunAsync(caller.Caller, UnitOf(id), [.. body!.LockIds.Select(one => NativeInput.Id(WireIdKind.LockUuid, one))], cancel),
            id
        );
    }

    private static Task<NativeAnswer> PlansAsync(NativeCaller caller, NativeInput given, RoomPlanQueries plans, CancellationToken cancel)
    {
        var (page, site) = (given.Page(), given.Named("siteId", WireIdKind.SiteUuid));
        return given.AnswerAsync(
            () => plans.ListAsync(caller.Caller, caller.Tenant, site, page, cancel),
            seen => seen.Body(page, PlanBody.Of),
            NativeJson.Wire.ListBodyPlanBody
        );
    }

    private static Task<NativeAnswer> AddPlanAsync(NativeCaller caller, NativeInput given, AddRoomPlan add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewPlanBody);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.SiteUuid, body!.SiteId), body.Fields(), cancel),
            id => Task.FromResult(NativeAnswer.Made(Plans, id)),
            async former => NativeAnswer.Made(Plans, await ids.OfRowAsync(caller.Tenant, former.Made!.Value, WireIdKind.RoomPlanUuid, cancel))
        );
    }

    /// <summary>With the times at which its units are taken.</summary>
    private static Task<NativeAnswer> FindPlanAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RoomPlanQueries plans,
        CancellationToken cancel
    ) => given.AnswerAsync(() => plans.FindAsync(caller.Caller, PlanOf(id), withTimes: true, cancel), PlanBody.Of, NativeJson.Wire.PlanBody);

    private static Task<NativeAnswer> ChangePlanAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeRoomPlan change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.PlanChangeBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, PlanOf(id), body!.Fields(), cancel), id);
    }

    private static Task<NativeAnswer> ArchivePlanAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeRoomPlan change,
        CancellationToken cancel
    ) => given.ActAsync(() => change.ArchiveAsync(caller.Caller, PlanOf(id), cancel), id);

    private static WireId UnitOf(string id) => NativeInput.Id(WireIdKind.UnitUuid, id);

    private static WireId PlanOf(string id) => NativeInput.Id(WireIdKind.RoomPlanUuid, id);
}
