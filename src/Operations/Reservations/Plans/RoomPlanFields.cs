using Latchwork.Domain;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations.Plans;

/// <summary>Who is shown a plan. The numbers are stored: only add.</summary>
public enum PlanRelease
{
    Hidden = 0,
    Public = 1,
    Restricted = 2,
}

/// <summary>What a plan offers; of a change, what is null stays.</summary>
public sealed record RoomPlanFields
{
    private const int LongestName = 200;
    private const int MostUnits = 1_000;
    private const int MostGuests = 10_000;
    private const int MostMinutes = 60 * 24 * 366;
    private const decimal HighestPrice = 9_999_999_999.99m;

    public string? Name { get; init; }

    public decimal? Price { get; init; }

    /// <summary>With tax.</summary>
    public decimal? PriceTax { get; init; }

    public Business? Business { get; init; }

    public PlanRelease? Release { get; init; }

    /// <summary>Its units are offered by other plans too.</summary>
    public bool? IsShared { get; init; }

    public int? MaxGuests { get; init; }

    public int? MinMinutes { get; init; }

    /// <summary>A stay lasts a whole number of these.</summary>
    public int? StepMinutes { get; init; }

    /// <summary>Of its site: these and no others.</summary>
    public IReadOnlyList<WireId>? Units { get; init; }

    internal AccessError? Refuse() =>
        Name?.Trim().Length is 0 or > LongestName ? AccessError.Invalid($"A plan needs a name of at most {LongestName} characters.", Noun.RoomPlan)
        : Price is < 0 or > HighestPrice || PriceTax is < 0 or > HighestPrice ? AccessError.Invalid("That is no price.", Noun.RoomPlan)
        : Business is { } business && !Enum.IsDefined(business) ? AccessError.Invalid("There is no such kind of plan.", Noun.RoomPlan)
        : Release is { } release && !Enum.IsDefined(release) ? AccessError.Invalid("There is no such release.", Noun.RoomPlan)
        : MaxGuests is < 1 or > MostGuests ? AccessError.Invalid($"A plan is for 1 to {MostGuests} guests.", Noun.RoomPlan)
        : MinMinutes is < 1 or > MostMinutes || StepMinutes is < 1 or > MostMinutes
            ? AccessError.Invalid("The minutes of a plan are from 1 to a year.", Noun.RoomPlan)
        : Units?.Count > MostUnits ? AccessError.Invalid($"A plan has at most {MostUnits} units.", Noun.RoomPlan)
        : null;

    internal IEnumerable<string> Names()
    {
        (string, object?)[] all =
        [
            ("name", Name),
            ("price", Price),
            ("priceTax", PriceTax),
            ("business", Business),
            ("release", Release),
            ("isShared", IsShared),
            ("maxGuests", MaxGuests),
            ("minMinutes", MinMinutes),
            ("stepMinutes", StepMinutes),
            ("units", Units),
        ];
        return all.Where(one => one.Item2 is not null).Select(one => one.Item1);
    }
}
