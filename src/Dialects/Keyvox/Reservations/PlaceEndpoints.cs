using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>Places, rooms, plans, and which rooms are free (9.2 to 9.5).</summary>
internal static class PlaceEndpoints
{
    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.SitesRead, Noun.Site).MapPost("/place/list", PlacesAsync);
        keyvox.Needs(Permission.SitesRead, Noun.Site).MapPost("/place/detail", PlaceAsync);
        keyvox.Needs(Permission.SitesRead, Noun.Unit).MapPost("/unit/list", UnitsAsync);
        keyvox.Needs(Permission.SitesRead, Noun.RoomPlan).MapPost("/plan/list", PlansAsync);
        keyvox.Needs(Permission.SitesRead, Noun.RoomPlan).MapPost("/plan/detail", PlanAsync);
        keyvox.Needs(Permission.ReservationsRead, Noun.Unit).MapPost("/place/availableList", FreeAsync);
    }

    private static async Task<KeyvoxAnswer> PlacesAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        SiteQueries sites,
        WireIdIndex ids,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        var filter = new SitesFilter(page)
        {
            Kind = CodeWords.SiteKindOf(given.OneOf("placeType", CodeWords.PlaceTypes)),
            Search = given.Text("searchWord"),
        };
        var organisation = await ids.OrganisationAsync(caller, cancel);
        return await given.AnswerAsync(
            () => sites.ViewsAsync(caller.Caller, caller.Tenant, filter, cancel),
            found => ListData<PlaceData>.Of(found, page, site => PlaceData.Of(organisation, site, clock.GetUtcNow())),
            OrderJson.Wire.ListDataPlaceData
        );
    }

    private static async Task<KeyvoxAnswer> PlaceAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        SiteQueries sites,
        WireIdIndex ids,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var place = given.NeededId("placeId", WireIdKind.KeyvoxPlace);
        var organisation = await ids.OrganisationAsync(caller, cancel);
        return await given.AnswerAsync(
            () => sites.FindAsync(caller.Caller, place, cancel),
            site => PlaceData.Of(organisation, site, clock.GetUtcNow()),
            OrderJson.Wire.PlaceData
        );
    }

    private static async Task<KeyvoxAnswer> UnitsAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        UnitQueries units,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        var filter = new UnitsFilter(page)
        {
            Site = given.Id("placeId", WireIdKind.KeyvoxPlace),
            Search = given.Text("searchWord"),
            Business = CodeWords.BusinessOf(given.OneOf("unitBusinessType", CodeWords.Businesses)),
        };
        var organisation = await ids.OrganisationAsync(caller, cancel);
        return await given.AnswerAsync(
            () => units.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            found => ListData<UnitData>.Of(found, page, unit => UnitData.Of(organisation, unit)),
            OrderJson.Wire.ListDataUnitData
        );
    }

    private static async Task<KeyvoxAnswer> PlansAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        RoomPlanQueries plans,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var (page, place) = (given.Page(), given.Id("placeId", WireIdKind.KeyvoxPlace));
        var organisation = await ids.OrganisationAsync(caller, cancel);
        return await given.AnswerAsync(
            () => plans.ListAsync(caller.Caller, caller.Tenant, place, page, cancel),
            found => ListData<PlanData>.Of(found, page, plan => PlanData.Of(organisation, plan, withTimes: false)),
            OrderJson.Wire.ListDataPlanData
        );
    }

    /// <summary>With the times that cannot be booked where <c>targetType</c> is <c>order</c>. A plan of another place is none.</summary>
    private static async Task<KeyvoxAnswer> PlanAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        RoomPlanQueries plans,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var (plan, place) = (given.NeededId("commodityId", WireIdKind.KeyvoxPlan), given.Id("placeId", WireIdKind.KeyvoxPlace));
        var withTimes = given.Text("targetType") == "order";
        var organisation = await ids.OrganisationAsync(caller, cancel);
        return await given.AnswerAsync(
            async () =>
            {
                var found = await plans.FindAsync(caller.Caller, plan, withTimes, cancel);
                return found.Error is null && place is { } at && at.Text != found.Value.SiteKeyvoxId ? AccessError.NotFound(Noun.RoomPlan) : found;
            },
            found => PlanData.Of(organisation, found, withTimes),
            OrderJson.Wire.PlanData
        );
    }

    /// <summary>A room is listed where it is free for all of the time.</summary>
    private static Task<KeyvoxAnswer> FreeAsync(KeyvoxCaller caller, KeyvoxInput given, RoomSearch search, CancellationToken cancel)
    {
        var (from, to) = (given.NeededInstant("fromTime"), given.NeededInstant("toTime"));
        if (to <= from)
        {
            given.Refuse("fromTime", "toTime");
        }

        var page = given.Page();
        var wanted = new RoomsWanted(new Period(from, to), page)
        {
            Site = given.Id("placeId", WireIdKind.KeyvoxPlace),
            Plan = given.Id("commodityId", WireIdKind.KeyvoxPlan),
            Guests = given.Whole("customerNum", 1, OrderReader.MostGuests),
            WholeOnly = true,
        };
        return given.AnswerAsync(
            () => search.RunAsync(caller.Caller, caller.Tenant, wanted, cancel),
            found => new FreeUnitsData([.. found.Items.Select(FreeUnitData.Of)], found.Total, page.Number, page.Size),
            OrderJson.Wire.FreeUnitsData
        );
    }

    private static Task<string> OrganisationAsync(this WireIdIndex ids, KeyvoxCaller caller, CancellationToken cancel) =>
        ids.OfRowAsync(caller.Tenant, caller.Tenant.Value, WireIdKind.KeyvoxOrganisation, cancel);
}
