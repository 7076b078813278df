using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Npgsql;

namespace Latchwork.Operations.Reservations;

/// <summary>How far the payment of a stay is. The numbers are stored: only add.</summary>
public enum PaymentState
{
    Unpaid = 0,
    Paying = 2,
    Paid = 20,
    PartlyPaid = 30,
    Failed = 40,
}

/// <summary>How a stay is paid. The numbers are stored: only add.</summary>
public enum PaymentKind
{
    Offline = 0,
    Card = 1,
    Cash = 2,
}

/// <summary>When a stay begins or ends: an instant, or what the clocks of the site show (AZ-6).</summary>
public readonly record struct StayTime
{
    private readonly DateTimeOffset instant;
    private readonly DateTime? local;

    private StayTime(DateTimeOffset instant, DateTime? local) => (this.instant, this.local) = (instant, local);

    public static StayTime At(DateTimeOffset instant) => new(instant, null);

    public static StayTime Local(DateTime wallTime) => new(default, wallTime);

    /// <summary>Such as <c>2026-11-22T15:00</c>, at the site, or with an offset; null for anything else.</summary>
    public static StayTime? Parse(string text) =>
        SiteTime.Parse(text) is { } wall ? Local(wall)
        : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? At(at.ToUniversalTime())
        : null;

    internal Outcome<DateTimeOffset> StartIn(string zone) => local is { } wall ? SiteTime.StartOf(zone, wall) : instant.Cut();

    internal Outcome<DateTimeOffset> EndIn(string zone) => local is { } wall ? SiteTime.EndOf(zone, wall) : instant.Cut();
}

/// <summary>One unit that is to be booked; what is null is as for the whole.</summary>
public sealed record WantedUnit(WireId Unit)
{
    public StayTime? StartsAt { get; init; }

    public StayTime? EndsAt { get; init; }

    public int? Guests { get; init; }

    public string? ContactName { get; init; }
}

/// <summary>Whose stay it is, and how they are reached; of a change, what is null stays, and what is empty goes.</summary>
public sealed record GuestFields
{
    public string? Name { get; init; }

    public string? Telephone { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    /// <summary>Of a passport or an identity card.</summary>
    public string? DocumentNumber { get; init; }

    public override string ToString() => nameof(GuestFields);
}

/// <summary>What was sold, as it was booked: a copy, whose ids are those of whoever booked it.</summary>
public sealed record BookedLine
{
    public string? PlanId { get; init; }

    public string? Name { get; init; }

    public string? Category { get; init; }

    public DateTimeOffset? Date { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>Null when it is booked: that of its plan, 0 without one.</summary>
    public decimal? Price { get; init; }

    /// <inheritdoc cref="Price"/>
    public decimal? PriceTax { get; init; }

    public string? UnitId { get; init; }
}

/// <summary>What is said of a stay besides its guest and its times; of a change, what is null stays.</summary>
public sealed record BookingDetails
{
    public const int MostLines = 100;

    private const int LongestChannel = 40;
    private const int LongestSource = 100;
    private const int LongestText = 200;
    private const int MostGuests = 10_000;

    public int? Guests { get; init; }

    public PaymentState? PaymentState { get; init; }

    public PaymentKind? PaymentKind { get; init; }

    /// <summary>By which way it came in, in the word of that wire.</summary>
    public string? Channel { get; init; }

    /// <summary>The booking site's name.</summary>
    public string? Source { get; init; }

    /// <summary>The booking site's own number of the order: one order is one live booking.</summary>
    public string? ChannelOrder { get; init; }

    public bool? IsImportant { get; init; }

    public IReadOnlyList<BookedLine>? Lines { get; init; }

    internal AccessError? Refuse() =>
        Guests is < 1 or > MostGuests ? AccessError.Invalid($"A stay is for 1 to {MostGuests} guests.", Noun.Reservation)
        : PaymentState is { } state && !Enum.IsDefined(state) ? AccessError.Invalid("There is no such state of payment.", Noun.Reservation)
        : PaymentKind is { } kind && !Enum.IsDefined(kind) ? AccessError.Invalid("There is no such kind of payment.", Noun.Reservation)
        : Channel?.Length > LongestChannel ? AccessError.Invalid($"A channel has at most {LongestChannel} characters.", Noun.Reservation)
        : Source?.Length > LongestSource || ChannelOrder?.Length > LongestSource
            ? AccessError.Invalid($"A source and its order number have at most {LongestSource} characters.", Noun.Reservation)
        : Lines?.Count > MostLines ? AccessError.Invalid($"A booking has at most {MostLines} lines.", Noun.Reservation)
        : Lines?.Any(line => IsTooLong(line.PlanId) || IsTooLong(line.Name) || IsTooLong(line.Category) || IsTooLong(line.UnitId)) == true
            ? AccessError.Invalid($"A text of a line has at most {LongestText} characters.", Noun.Reservation)
        : null;

    private static bool IsTooLong(string? text) => text?.Length > LongestText;
}

/// <summary>The lines of a booking as they are stored.</summary>
internal static class BookedLines
{
    /// <summary>With the prices of today: a plan that costs something else later changes no booking.</summary>
    public static async Task<string?> ToJsonAsync(CallerTurn turn, IReadOnlyList<BookedLine>? lines, CancellationToken cancel)
    {
        if (lines is null)
        {
            return null;
        }

        var plans = lines.Where(line => line.Price is null).Select(line => line.PlanId).OfType<string>().Distinct().ToArray();
        var prices = plans.Length == 0 ? [] : await turn.Work.ListAsync(PricesSql, ReadPrice, [turn.Tenant.Value, plans], cancel);
        return JsonSerializer.Serialize([.. lines.Select(Priced)], BookedLinesJson.Default.BookedLineArray);

        BookedLine Priced(BookedLine line)
        {
            if (line.Price is not null)
            {
                return line with { PriceTax = line.PriceTax ?? 0 };
            }

            var plan = prices.Find(one => one.Plan == line.PlanId);
            return line with { Price = plan.Price, PriceTax = line.PriceTax ?? plan.Tax };
        }
    }

    private static readonly string PricesSql = $"""
        select p.wire_id, r.price, r.price_tax from public_id p
        join room_plan r on r.tenant_id = p.tenant_id and r.plan_id = p.row_id
        where p.tenant_id = $1 and p.kind in ({(int)WireIdKind.RoomPlanUuid}, {(int)WireIdKind.KeyvoxPlan}) and p.wire_id = any ($2)
        """;

    private static (string Plan, decimal Price, decimal Tax) ReadPrice(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetDecimal(1), row.GetDecimal(2));

    public static IReadOnlyList<BookedLine> FromJson(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, BookedLinesJson.Default.BookedLineArray) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BookedLine[]))]
internal sealed partial class BookedLinesJson : JsonSerializerContext;
