using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;

namespace Latchwork.Dialects.Native.Sites;

/// <param name="Kind"><c>facility</c>, <c>hotel</c>, <c>locker</c>, <c>doubleLocker</c> or <c>vendingMachine</c>.</param>
/// <param name="EarlyEntryMinutes">So long before a stay its codes go to locks that keep no windows themselves.</param>
internal sealed record SiteDetailBody(
    string Id,
    string Name,
    string TimeZone,
    SiteKind Kind,
    string? Address,
    string? Telephone,
    double? Latitude,
    double? Longitude,
    int EarlyEntryMinutes,
    bool NotifiesGuests,
    int Units,
    int Locks,
    DateTimeOffset CreatedAt
)
{
    public static SiteDetailBody Of(SiteView seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.Zone,
            seen.Kind,
            seen.Address,
            seen.Telephone,
            seen.Latitude,
            seen.Longitude,
            (int)seen.EarlyEntry.TotalMinutes,
            seen.NotifiesGuests,
            seen.Units,
            seen.Locks,
            seen.CreatedAt
        );

    public override string ToString() => nameof(SiteDetailBody);
}

/// <summary>What is absent stays; an empty address or telephone goes.</summary>
internal sealed record SiteChangeBody(
    string? Name = null,
    string? TimeZone = null,
    SiteKind? Kind = null,
    string? Address = null,
    string? Telephone = null,
    double? Latitude = null,
    double? Longitude = null,
    int? EarlyEntryMinutes = null,
    bool? NotifiesGuests = null
)
{
    public SiteChanges Changes() =>
        new()
        {
            Name = Name,
            Zone = TimeZone,
            Kind = Kind,
            Address = Address,
            Telephone = Telephone,
            Latitude = Latitude,
            Longitude = Longitude,
            EarlyEntry = EarlyEntryMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            NotifiesGuests = NotifiesGuests,
        };

    public override string ToString() => nameof(SiteChangeBody);
}

/// <param name="Number">As on its door.</param>
/// <param name="Label">Its type in the house's own words.</param>
internal sealed record NewUnitBody(string SiteId, string Name, string? Number = null, string? Label = null, Business? Business = null)
{
    public UnitFields Fields() =>
        new()
        {
            Name = Name,
            Number = Number,
            Label = Label,
            Business = Business,
        };
}

/// <summary>What is absent stays; an empty number or label goes.</summary>
internal sealed record UnitChangeBody(
    string? Name = null,
    string? Number = null,
    string? Label = null,
    Business? Business = null,
    bool? IsClean = null
)
{
    public UnitFields Fields() =>
        new()
        {
            Name = Name,
            Number = Number,
            Label = Label,
            Business = Business,
            IsClean = IsClean,
        };
}

/// <param name="LockIds">These and no others.</param>
internal sealed record UnitLocksBody(IReadOnlyList<string> LockIds);

internal sealed record UnitBody(
    string Id,
    string Name,
    string? Number,
    string? Label,
    Business Business,
    bool IsClean,
    NamedBody Site,
    IReadOnlyList<NamedBody> Locks,
    DateTimeOffset CreatedAt
)
{
    public static UnitBody Of(UnitView seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.Number,
            seen.Label,
            seen.Business,
            seen.IsClean,
            new NamedBody(seen.Site.Id, seen.Site.Name),
            [.. seen.Locks.Select(one => new NamedBody(one.Id, one.Name))],
            seen.CreatedAt
        );
}

internal sealed record NewPlanBody(
    string SiteId,
    string Name,
    decimal? Price = null,
    decimal? PriceTax = null,
    Business? Business = null,
    PlanRelease? Release = null,
    bool? IsShared = null,
    int? MaxGuests = null,
    int? MinMinutes = null,
    int? StepMinutes = null,
    IReadOnlyList<string>? UnitIds = null
)
{
    public RoomPlanFields Fields() =>
        new PlanChangeBody(Name, Price, PriceTax, Business, Release, IsShared, MaxGuests, MinMinutes, StepMinutes, UnitIds).Fields();
}

/// <summary>What is absent stays.</summary>
internal sealed record PlanChangeBody(
    string? Name = null,
    decimal? Price = null,
    decimal? PriceTax = null,
    Business? Business = null,
    PlanRelease? Release = null,
    bool? IsShared = null,
    int? MaxGuests = null,
    int? MinMinutes = null,
    int? StepMinutes = null,
    IReadOnlyList<string>? UnitIds = null
)
{
    public RoomPlanFields Fields() =>
        new()
        {
            Name = Name,
            Price = Price,
            PriceTax = PriceTax,
            Business = Business,
            Release = Release,
            IsShared = IsShared,
            MaxGuests = MaxGuests,
            MinMinutes = MinMinutes,
            StepMinutes = StepMinutes,
            Units = UnitIds is { } ids ? [.. ids.Select(id => NativeInput.Id(WireIdKind.UnitUuid, id))] : null,
        };
}

/// <param name="Unavailable">Of one plan: when its units are taken, from now on.</param>
internal sealed record PlanBody(
    string Id,
    string Name,
    string SiteId,
    decimal Price,
    decimal PriceTax,
    Business Business,
    PlanRelease Release,
    bool IsShared,
    int? MaxGuests,
    int? MinMinutes,
    int? StepMinutes,
    IReadOnlyList<NamedBody> Units,
    IReadOnlyList<TakenBody> Unavailable
)
{
    public static PlanBody Of(RoomPlanView seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.SiteId,
            seen.Price,
            seen.PriceTax,
            seen.Business,
            seen.Release,
            seen.IsShared,
            seen.MaxGuests,
            seen.MinMinutes,
            seen.StepMinutes,
            [.. seen.Units.Select(unit => new NamedBody(unit.Id, unit.Name))],
            [.. seen.Unavailable.Select(taken => new TakenBody(taken.Unit.Id, taken.During.StartsAt, taken.During.EndsAt))]
        );
}

internal sealed record TakenBody(string UnitId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
