using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Native.Reservations;

internal sealed record GuestBody(
    string? Name = null,
    string? Telephone = null,
    string? Email = null,
    string? Address = null,
    string? DocumentNumber = null
)
{
    public GuestFields Contact() =>
        new()
        {
            Name = Name,
            Telephone = Telephone,
            Email = Email,
            Address = Address,
            DocumentNumber = DocumentNumber,
        };

    public static GuestBody Of(GuestFields seen) => new(seen.Name, seen.Telephone, seen.Email, seen.Address, seen.DocumentNumber);

    public override string ToString() => nameof(GuestBody);
}

/// <param name="StartsAt">As that of the whole, unless it says so.</param>
internal sealed record WantedUnitBody(string Id, string? StartsAt = null, string? EndsAt = null, int? Guests = null, string? ContactName = null)
{
    public override string ToString() => nameof(WantedUnitBody);
}

internal sealed record LineBody(
    string? PlanId = null,
    string? Name = null,
    string? Category = null,
    DateTimeOffset? Date = null,
    int Count = 1,
    decimal? Price = null,
    decimal? PriceTax = null,
    string? UnitId = null
)
{
    public BookedLine Line() =>
        new()
        {
            PlanId = PlanId,
            Name = Name,
            Category = Category,
            Date = Date,
            Count = Count,
            Price = Price,
            PriceTax = PriceTax,
            UnitId = UnitId,
        };

    public static LineBody Of(BookedLine line) =>
        new(line.PlanId, line.Name, line.Category, line.Date, line.Count, line.Price, line.PriceTax, line.UnitId);
}

/// <param name="StartsAt">Such as <c>2026-11-22T15:00</c>, by the clocks of the site, or with an offset. The same of the end, which is excluded.</param>
/// <param name="UnitCount">Where no unit is named: so many of the plan's or the site's that are free.</param>
/// <param name="EarlyMinutes">So long before the start the codes work too; the same after the end.</param>
internal sealed record NewReservationBody(
    string StartsAt,
    string EndsAt,
    GuestBody Guest,
    string? SiteId = null,
    string? PlanId = null,
    IReadOnlyList<WantedUnitBody>? Units = null,
    int UnitCount = 1,
    int EarlyMinutes = 0,
    int ExtendMinutes = 0,
    bool IsRequest = false,
    int? Guests = null,
    PaymentState? PaymentState = null,
    PaymentKind? PaymentKind = null,
    string? Channel = null,
    string? Source = null,
    string? ChannelOrder = null,
    bool? IsImportant = null,
    IReadOnlyList<LineBody>? Lines = null
)
{
    public Outcome<BookingRequest> Request() =>
        StayTimes.Of(StartsAt, EndsAt).IsRefused(out var invalid, out var whole) || StayTimes.Of(Units ?? []).IsRefused(out invalid, out var units)
            ? invalid
            : new BookingRequest
            {
                Site = SiteId is { } site ? NativeInput.Id(WireIdKind.SiteUuid, site) : null,
                Plan = PlanId is { } plan ? NativeInput.Id(WireIdKind.RoomPlanUuid, plan) : null,
                Units = units,
                UnitCount = UnitCount,
                StartsAt = whole.StartsAt,
                EndsAt = whole.EndsAt,
                Early = TimeSpan.FromMinutes(EarlyMinutes),
                Extend = TimeSpan.FromMinutes(ExtendMinutes),
                IsRequest = IsRequest,
                Contact = Guest.Contact(),
                Details = new BookingDetails
                {
                    Guests = Guests,
                    PaymentState = PaymentState,
                    PaymentKind = PaymentKind,
                    Channel = Channel,
                    Source = Source,
                    ChannelOrder = ChannelOrder,
                    IsImportant = IsImportant,
                    Lines = Lines?.Select(line => line.Line()).ToArray(),
                },
            };

    public override string ToString() => nameof(NewReservationBody);
}

/// <summary>What is absent stays; of the guest, what is empty goes.</summary>
/// <param name="Units">All that it is to have.</param>
internal sealed record ReservationChangeBody(
    string? StartsAt = null,
    string? EndsAt = null,
    GuestBody? Guest = null,
    IReadOnlyList<WantedUnitBody>? Units = null,
    int? EarlyMinutes = null,
    int? ExtendMinutes = null,
    int? Guests = null,
    PaymentState? PaymentState = null,
    PaymentKind? PaymentKind = null,
    bool? IsImportant = null,
    IReadOnlyList<LineBody>? Lines = null
)
{
    public Outcome<ReservationChanges> Changes()
    {
        var (start, end) = (StayTimes.Optional(StartsAt), StayTimes.Optional(EndsAt));
        var units = StayTimes.Of(Units ?? []);
        return (start.Error ?? end.Error ?? units.Error) is { } invalid
            ? invalid
            : new ReservationChanges
            {
                StartsAt = start.Value,
                EndsAt = end.Value,
                Units = Units is null ? null : units.Value,
                Early = EarlyMinutes is { } early ? TimeSpan.FromMinutes(early) : null,
                Extend = ExtendMinutes is { } extend ? TimeSpan.FromMinutes(extend) : null,
                Contact = Guest?.Contact() ?? new GuestFields(),
                Details = new BookingDetails
                {
                    Guests = Guests,
                    PaymentState = PaymentState,
                    PaymentKind = PaymentKind,
                    IsImportant = IsImportant,
                    Lines = Lines?.Select(line => line.Line()).ToArray(),
                },
            };
    }

    public override string ToString() => nameof(ReservationChangeBody);
}

/// <param name="Because">In a few words, none of them personal.</param>
internal sealed record NewBlockBody(IReadOnlyList<string> UnitIds, string StartsAt, string EndsAt, string? Because = null)
{
    public Outcome<(StayTime StartsAt, StayTime EndsAt)> Times() => StayTimes.Of(StartsAt, EndsAt);
}

/// <summary>Times as this wire writes them.</summary>
internal static class StayTimes
{
    private static readonly AccessError NoTime = AccessError.Invalid("A time is such as 2026-11-22T15:00, or with an offset.", Noun.Reservation);

    public static Outcome<(StayTime StartsAt, StayTime EndsAt)> Of(string start, string end) =>
        StayTime.Parse(start) is { } from && StayTime.Parse(end) is { } to ? (from, to) : NoTime;

    public static Outcome<StayTime?> Optional(string? text) =>
        text is null ? default(StayTime?)
        : StayTime.Parse(text) is { } time ? time
        : NoTime;

    public static Outcome<IReadOnlyList<WantedUnit>> Of(IReadOnlyList<WantedUnitBody> units)
    {
        var wanted = new List<WantedUnit>(units.Count);
        foreach (var unit in units)
        {
            var (start, end) = (Optional(unit.StartsAt), Optional(unit.EndsAt));
            if ((start.Error ?? end.Error) is { } invalid)
            {
                return invalid;
            }

            wanted.Add(
                new WantedUnit(NativeInput.Id(WireIdKind.UnitUuid, unit.Id))
                {
                    StartsAt = start.Value,
                    EndsAt = end.Value,
                    Guests = unit.Guests,
                    ContactName = unit.ContactName,
                }
            );
        }

        return wanted;
    }
}

/// <summary>How many records were changed; 0 where it was so already.</summary>
internal sealed record ChangedBody(int Changed);

/// <param name="IsNew">False where this order of the booking site was booked before.</param>
/// <param name="Codes">Told here alone: a later look does not show their digits.</param>
internal sealed record BookedBody(string Id, bool IsNew, IReadOnlyList<BookedCodeBody> Codes)
{
    public static BookedBody Of(BookedStay booked) => new(booked.Id, booked.IsNew, [.. booked.Codes.Select(BookedCodeBody.Of)]);

    public override string ToString() => nameof(BookedBody);
}

/// <param name="Digits">Absent where the same request comes once more and they may not be told any longer.</param>
/// <param name="Qr">To be drawn as a QR code. Absent, as the page is, for digits that the lock works out by itself.</param>
/// <param name="Page">The guest's page on this server.</param>
internal sealed record BookedCodeBody(string Id, string UnitId, string? Digits, string? Qr, string? Page)
{
    public static BookedCodeBody Of(MadeCode code) => Of(code.CredentialId, code.UnitId, code.Digits, code.Token);

    /// <summary>The same afterwards.</summary>
    public static BookedCodeBody Of(StayCode code) => Of(code.CredentialId, code.UnitId, code.Digits, code.Token);

    private static BookedCodeBody Of(string id, string unit, PinDigits? digits, DoorToken? token) =>
        new(id, unit, digits?.Reveal(), token?.QrText, token is { } shown ? $"/sl/{shown.LinkText}" : null);

    public override string ToString() => nameof(BookedCodeBody);
}

/// <param name="StartsAt">By the clocks of the site; the same of the end.</param>
/// <param name="Verdict">How sure it is that the guest gets in; of one that was asked for by itself.</param>
internal sealed record ReservationBody(
    string Id,
    StayState State,
    string StartsAt,
    string EndsAt,
    string TimeZone,
    int LivedDays,
    NamedBody Site,
    GuestBody Guest,
    IReadOnlyList<ReservedUnitBody> Units,
    int EarlyMinutes,
    int ExtendMinutes,
    int Guests,
    PaymentState PaymentState,
    PaymentKind PaymentKind,
    string? Channel,
    string? Source,
    string? ChannelOrder,
    bool IsImportant,
    IReadOnlyList<LineBody> Lines,
    DateTimeOffset? CheckedInAt,
    DateTimeOffset? CheckedOutAt,
    DateTimeOffset CreatedAt,
    VerdictBody? Verdict,
    IReadOnlyList<StayCodeBody> Codes
)
{
    public static ReservationBody Of(ReservationView seen) =>
        new(
            seen.Id,
            seen.State,
            SiteTime.Show(seen.Zone, seen.Period.StartsAt),
            SiteTime.Show(seen.Zone, seen.Period.EndsAt),
            seen.Zone,
            seen.LivedDays,
            new NamedBody(seen.Site.Id, seen.Site.Name),
            GuestBody.Of(seen.Contact),
            [.. seen.Units.Select(unit => ReservedUnitBody.Of(seen, unit))],
            (int)seen.Early.TotalMinutes,
            (int)seen.Extend.TotalMinutes,
            seen.Details.Guests ?? 1,
            seen.Details.PaymentState ?? PaymentState.Unpaid,
            seen.Details.PaymentKind ?? PaymentKind.Offline,
            seen.Details.Channel,
            seen.Details.Source,
            seen.Details.ChannelOrder,
            seen.Details.IsImportant ?? false,
            [.. (seen.Details.Lines ?? []).Select(LineBody.Of)],
            seen.CheckedInAt,
            seen.CheckedOutAt,
            seen.CreatedAt,
            seen.Verdict is { } verdict ? VerdictBody.Of(verdict) : null,
            [.. seen.Codes.Select(StayCodeBody.Of)]
        );

    public override string ToString() => nameof(ReservationBody);
}

internal sealed record ReservedUnitBody(
    string Id,
    string Name,
    string? Number,
    string StartsAt,
    string EndsAt,
    int? Guests,
    string? ContactName,
    DateTimeOffset? CheckedInAt,
    DateTimeOffset? CheckedOutAt
)
{
    public static ReservedUnitBody Of(ReservationView stay, ReservedUnit unit) =>
        new(
            unit.Id,
            unit.Name,
            unit.Number,
            SiteTime.Show(stay.Zone, unit.Period.StartsAt),
            SiteTime.Show(stay.Zone, unit.Period.EndsAt),
            unit.Guests,
            unit.ContactName,
            unit.CheckedInAt,
            unit.CheckedOutAt
        );

    public override string ToString() => nameof(ReservedUnitBody);
}

internal sealed record VerdictBody(Readiness Readiness, string Because, IReadOnlyList<ReasonBody> Reasons)
{
    public static VerdictBody Of(StayVerdict verdict) =>
        new(
            verdict.Overall.Readiness,
            verdict.Overall.Because,
            [
                .. verdict.Reasons.Select(reason => new ReasonBody(
                    new NamedBody(reason.UnitId, reason.UnitName),
                    reason.LockId is { } id ? new NamedBody(id, reason.LockName ?? "") : null,
                    reason.Verdict.Readiness,
                    reason.Verdict.Because
                )),
            ]
        );
}

internal sealed record ReasonBody(NamedBody Unit, NamedBody? Lock, Readiness Readiness, string Because);

/// <summary>A code without its digits.</summary>
internal sealed record StayCodeBody(
    string Id,
    string UnitId,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    bool IsRevoked,
    IReadOnlyList<StayDoorBody> Doors
)
{
    public static StayCodeBody Of(StayCode code) =>
        new(
            code.CredentialId,
            code.UnitId,
            code.Window.StartsAt,
            code.Window.EndsAt,
            code.IsRevoked,
            [.. code.Doors.Select(door => new StayDoorBody(new NamedBody(door.LockId, door.LockName), door.Status, door.Evidence))]
        );
}

internal sealed record StayDoorBody(NamedBody Lock, EnrollmentStatus Status, EvidenceRung Evidence);

internal sealed record FreeUnitBody(NamedBody Unit, NamedBody Site, bool IsFree, IReadOnlyList<PeriodBody> Free)
{
    public static FreeUnitBody Of(FreeUnit seen) =>
        new(
            new NamedBody(seen.Unit.Id, seen.Unit.Name),
            new NamedBody(seen.Unit.Site.Id, seen.Unit.Site.Name),
            seen.IsFree,
            [.. seen.Free.Select(period => new PeriodBody(period.StartsAt, period.EndsAt))]
        );
}

internal sealed record PeriodBody(DateTimeOffset StartsAt, DateTimeOffset EndsAt);
