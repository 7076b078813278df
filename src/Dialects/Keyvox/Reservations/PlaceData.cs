using Latchwork.Domain.Reservations;
using Latchwork.Operations;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>A page of a list (3.5, style B).</summary>
internal sealed record ListData<T>(IReadOnlyList<T> List, int Total, int Page, int Count)
{
    public static ListData<T> Of<TItem>(PageOf<TItem> found, PageRequest asked, Func<TItem, T> item) =>
        new([.. found.Items.Select(item)], found.Total, asked.Number, asked.Size);
}

/// <param name="PlaceUtc">Hours ahead of UTC now.</param>
internal sealed record PlaceData(
    string OrgId,
    string PlaceId,
    string PlaceName,
    string PlaceType,
    string PlaceAddress,
    string PlaceTelephone,
    double? PlaceLat,
    double? PlaceLong,
    double PlaceUtc,
    int UnitNum,
    int DeviceNum
)
{
    public static PlaceData Of(string organisation, SiteView site, DateTimeOffset now) =>
        new(
            organisation,
            site.KeyvoxId,
            site.Name,
            site.Kind.Code(),
            site.Address ?? "",
            site.Telephone ?? "",
            site.Latitude,
            site.Longitude,
            SiteTime.OffsetAt(site.Zone, now).TotalHours,
            site.Units,
            site.Locks
        );
}

internal sealed record UnitData(
    string OrgId,
    string PlaceId,
    string PlaceName,
    string PlaceAddress,
    string UnitId,
    string UnitName,
    string UnitNo,
    string? UnitType,
    string UnitBusinessType,
    int DeviceNum
)
{
    public static UnitData Of(string organisation, UnitView unit) =>
        new(
            organisation,
            unit.Site.KeyvoxId,
            unit.Site.Name,
            unit.Site.Address ?? "",
            unit.KeyvoxId,
            unit.Name,
            unit.Number ?? "",
            unit.Label,
            unit.Business.Code(),
            unit.Locks.Count
        );
}

/// <param name="UnavailableTimes">Only where the times that cannot be booked were asked for.</param>
internal sealed record PlanData(
    string CommodityId,
    string CommodityName,
    string OrgId,
    string PlaceId,
    decimal Price,
    decimal PriceTax,
    string BusinessType,
    string ReleaseType,
    string StockType,
    IReadOnlyList<string> UnitIds,
    int? MaxNum,
    int? MinMinutes,
    int? StepMinutes,
    IReadOnlyList<TakenData>? UnavailableTimes
)
{
    public static PlanData Of(string organisation, RoomPlanView plan, bool withTimes) =>
        new(
            plan.KeyvoxId,
            plan.Name,
            organisation,
            plan.SiteKeyvoxId,
            plan.Price,
            plan.PriceTax,
            plan.Business.Code(),
            plan.Release.Code(),
            plan.IsShared ? "1" : "0",
            [.. plan.Units.Select(unit => unit.KeyvoxId)],
            plan.MaxGuests,
            plan.MinMinutes,
            plan.StepMinutes,
            withTimes ? [.. plan.Unavailable.Select(taken => TakenData.Of(taken.Unit.KeyvoxId, taken.During))] : null
        );
}

/// <summary>Seconds since 1970.</summary>
internal sealed record TakenData(string? UnitId, long STime, long ETime)
{
    public static TakenData Of(string? unit, Period during) => new(unit, during.StartsAt.ToUnixTimeSeconds(), during.EndsAt.ToUnixTimeSeconds());
}

internal sealed record FreeUnitData(string PlaceId, string PlaceName, string UnitId, string UnitName, IReadOnlyList<TakenData> AvailableTimes)
{
    public static FreeUnitData Of(FreeUnit free) =>
        new(
            free.Unit.Site.KeyvoxId,
            free.Unit.Site.Name,
            free.Unit.KeyvoxId,
            free.Unit.Name,
            [.. free.Free.Select(period => TakenData.Of(unit: null, period))]
        );
}

internal sealed record FreeUnitsData(IReadOnlyList<FreeUnitData> UnitAvailableList, int Total, int Page, int Count);
