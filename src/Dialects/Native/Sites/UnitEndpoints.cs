using Latchwork.Dialects.Native.Document;
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

    private static readonly Tagged<UnitView, UnitBody> Unit = Tagged.Of(
        (UnitQueries all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, UnitOf(id), cancel),
        UnitBody.Of,
        NativeJson.Wire.UnitBody
    );

    private static readonly Tagged<RoomPlanView, PlanBody> Plan = Tagged.Of(
        (RoomPlanQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.FindAsync(caller.Caller, PlanOf(id), withTimes: true, cancel),
        PlanBody.Of,
        NativeJson.Wire.PlanBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.SitesRead, Noun.Unit)
            .MapGet(Units, ListAsync)
            .As(
                "listUnits",
                "Rooms that can be booked, by site, number and name.",
                tells: NativeJson.Wire.ListBodyUnitBody,
                asks: [Asks.Page, Asks.Id("siteId", "Of this site."), Asks.Text("name", "Part of the name or number, without regard to case.")]
            );
        native
            .Needs(Permission.SitesWrite, Noun.Unit)
            .MapPost(Units, AddAsync)
            .As("addUnit", "Adds a unit to a site.", takes: NativeJson.Wire.NewUnitBody, makes: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.SitesRead, Noun.Unit)
            .MapGet($"{Units}/{{id}}", FindAsync)
            .As("getUnit", "A unit.", tells: NativeJson.Wire.UnitBody, tagged: Unit);
        native
            .Needs(Permission.SitesWrite, Noun.Unit)
            .MapPatch($"{Units}/{{id}}", ChangeAsync)
            .As(
                "changeUnit",
                "Changes what a unit is called and how it is.",
                takes: NativeJson.Wire.UnitChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Unit
            );
        native
            .Needs(Permission.SitesWrite, Noun.Unit)
            .MapDelete($"{Units}/{{id}}", ArchiveAsync)
            .As("archiveUnit", "Takes a unit out of the site; what happened in it stays.", tells: NativeJson.Wire.MadeBody, tagged: Unit);
        native
            .Needs(Permission.SitesWrite, Noun.Unit)
            .MapPut($"{Units}/{{id}}/locks", PlaceAsync)
            .As(
                "setUnitLocks",
                "Says which locks are the doors of a unit: all of them.",
                takes: NativeJson.Wire.UnitLocksBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Unit
            );
        native
            .Needs(Permission.SitesRead, Noun.RoomPlan)
            .MapGet(Plans, PlansAsync)
            .As(
                "listPlans",
                "What is sold, by name.",
                tells: NativeJson.Wire.ListBodyPlanBody,
                asks: [Asks.Page, Asks.Id("siteId", "Of this site.")]
            );
        native
            .Needs(Permission.SitesWrite, Noun.RoomPlan)
            .MapPost(Plans, AddPlanAsync)
            .As("addPlan", "Adds an offer of some of a site's units.", takes: NativeJson.Wire.NewPlanBody, makes: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.SitesRead, Noun.RoomPlan)
            .MapGet($"{Plans}/{{id}}", FindPlanAsync)
            .As("getPlan", "A plan, with the times at which its units are taken.", tells: NativeJson.Wire.PlanBody, tagged: Plan);
        native
            .Needs(Permission.SitesWrite, Noun.RoomPlan)
            .MapPatch($"{Plans}/{{id}}", ChangePlanAsync)
            .As("changePlan", "Changes a plan.", takes: NativeJson.Wire.PlanChangeBody, tells: NativeJson.Wire.MadeBody, tagged: Plan);
        native
            .Needs(Permission.SitesWrite, Noun.RoomPlan)
            .MapDelete($"{Plans}/{{id}}", ArchivePlanAsync)
            .As("archivePlan", "Sells a plan no more.", tells: NativeJson.Wire.MadeBody, tagged: Plan);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, UnitQueries units, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new UnitsFilter(page) { Site = given.Named("siteId", WireIdKind.SiteUuid), Search = given.Text("name") };
        return given.AnswerAsync(
            () => units.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => given.List(page, seen, UnitBody.Of),
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

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Unit.TellAsync(id, caller, given, services, cancel);

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
            seen => given.List(page, seen, PlanBody.Of),
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
        IServiceProvider services,
        CancellationToken cancel
    ) => Plan.TellAsync(id, caller, given, services, cancel);

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
