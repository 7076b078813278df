using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>What a booking asks for, from the arguments of create and update (9.6, 9.7).</summary>
internal static class OrderReader
{
    public const int MostGuests = 10_000;

    private const int MostMinutes = 7 * 24 * 60;

    public static BookingRequest Request(KeyvoxInput given)
    {
        var (place, start, end) = (
            given.NeededId("placeId", WireIdKind.KeyvoxPlace),
            given.NeededInstant("checkin"),
            given.NeededInstant("checkout")
        );
        if (end <= start)
        {
            given.Refuse("checkin", "checkout");
        }

        var (units, lines) = (Units(given), Lines(given));
        var contact = Contact(given) with { Name = given.Needed("orderContact", LongestName) };
        return new BookingRequest
        {
            Site = place,
            Plan = units is null ? PlanOf(lines) : null,
            Units = units ?? [],
            UnitCount = given.Whole("unitNum", 1, Domain.Reservations.Stay.MostUnits) ?? 1,
            StartsAt = StayTime.At(start),
            EndsAt = StayTime.At(end),
            Early = Minutes(given, "earlyTime") ?? TimeSpan.Zero,
            Extend = Minutes(given, "extendTime") ?? TimeSpan.Zero,
            Contact = contact,
            Details = Details(given, lines) with
            {
                Channel = CodeWords.Channel,
                Source = given.Text("orderSource", LongestName) ?? CodeWords.Channel,
            },
        };
    }

    public static ReservationChanges Changes(KeyvoxInput given) =>
        new()
        {
            StartsAt = given.Instant("checkin") is { } start ? StayTime.At(start) : null,
            EndsAt = given.Instant("checkout") is { } end ? StayTime.At(end) : null,
            Early = Minutes(given, "earlyTime"),
            Extend = Minutes(given, "extendTime"),
            Units = ListedUnits(given),
            Unit = given.Id("unitId", WireIdKind.KeyvoxUnit),
            Contact = Contact(given),
            Details = Details(given, Lines(given)) with { Source = given.Text("orderSource", LongestName) },
        };

    private const int LongestName = 200;

    /// <summary>The first line that sells a plan; what else was sold with it, such as breakfast, has another category (9.6).</summary>
    private static WireId? PlanOf(IReadOnlyList<BookedLine>? lines) =>
        lines?.FirstOrDefault(line => line is { PlanId: not null, Category: null or PlanCategory })?.PlanId is { } plan
            ? new WireId(WireIdKind.KeyvoxPlan, plan)
            : null;

    private const string PlanCategory = "Plan";

    /// <summary>Null where no room is named.</summary>
    private static IReadOnlyList<WantedUnit>? Units(KeyvoxInput given) =>
        ListedUnits(given) is { } units ? units
        : given.Id("unitId", WireIdKind.KeyvoxUnit) is { } only ? [new WantedUnit(only)]
        : null;

    private static IReadOnlyList<WantedUnit>? ListedUnits(KeyvoxInput given) =>
        given.Objects("unitList", Unit, Domain.Reservations.Stay.MostUnits) is { Count: > 0 } units ? units : null;

    private static WantedUnit Unit(KeyvoxInput given) =>
        new(given.NeededId("unitId", WireIdKind.KeyvoxUnit))
        {
            StartsAt = given.Instant("checkin") is { } start ? StayTime.At(start) : null,
            EndsAt = given.Instant("checkout") is { } end ? StayTime.At(end) : null,
            ContactName = given.Text("contactName", LongestName),
            Guests = given.Whole("customerNum", 1, MostGuests),
        };

    private static IReadOnlyList<BookedLine>? Lines(KeyvoxInput given) => given.Objects("commodityList", Line, BookingDetails.MostLines);

    private static BookedLine Line(KeyvoxInput given) =>
        new()
        {
            PlanId = given.Text("commodityId", LongestName),
            Name = given.Text("commodityName", LongestName),
            Category = given.Text("commodityCategory", LongestName),
            Date = given.Instant("commodityDate"),
            Count = given.Whole("commodityNum", 0, MostGuests) ?? 1,
            Price = given.Amount("price"),
            PriceTax = given.Amount("priceTax"),
            UnitId = given.Text("unitId", LongestName),
        };

    private static GuestFields Contact(KeyvoxInput given) =>
        new()
        {
            Name = given.Text("orderContact", LongestName),
            Telephone = given.Text("contactTel"),
            Email = given.Text("contactEmail"),
            Address = given.Text("contactAddress"),
            DocumentNumber = given.Text("contactCertificateNum"),
        };

    private static BookingDetails Details(KeyvoxInput given, IReadOnlyList<BookedLine>? lines) =>
        new()
        {
            Guests = given.Whole("customerNum", 1, MostGuests),
            PaymentKind = CodeWords.PaymentKindOf(given.OneOf("payTypeCode", CodeWords.PayTypes)),
            PaymentState = CodeWords.PaymentStateOf(given.OneOf("payStateCode", CodeWords.PayStates)),
            ChannelOrder = given.Text("channelOrderNo", LongestName),
            Lines = lines,
        };

    private static TimeSpan? Minutes(KeyvoxInput given, string name) =>
        given.Whole(name, 0, MostMinutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
}
