using Latchwork.Operations.Credentials;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>A booking (9.8). Ids, codes and names are texts; times, counts and prices numbers (3.2). Lists are of the detail alone.</summary>
internal sealed record OrderData(
    string OrderId,
    string OrgId,
    string PlaceId,
    string PlaceName,
    string OrderContact,
    string ContactTel,
    long Checkin,
    long Checkout,
    long RealCheckin,
    long RealCheckout,
    string UnitId,
    string OrderStateCode,
    string PayStateCode,
    string PayTypeCode,
    string ChannelCode,
    string OrderSource,
    string ChannelOrderNo,
    string BusinessType,
    string StateType,
    int LivedDays,
    int CustomerNum
)
{
    public IReadOnlyList<OrderUnitData>? UnitList { get; init; }

    public IReadOnlyList<CommodityData>? CommodityList { get; init; }

    public IReadOnlyList<OrderDeviceData>? DeviceList { get; init; }

    public IReadOnlyList<OrderPinData>? UnitPinList { get; init; }

    /// <param name="withTelephone">Tokens of services are for no people: they see none.</param>
    public static OrderData Of(ReservationView stay, bool withTelephone) =>
        new(
            stay.KeyvoxId,
            stay.OrganisationKeyvoxId,
            stay.Site.KeyvoxId,
            stay.Site.Name,
            stay.Contact.Name ?? "",
            (withTelephone ? stay.Contact.Telephone : null) ?? "",
            stay.Period.StartsAt.ToUnixTimeSeconds(),
            stay.Period.EndsAt.ToUnixTimeSeconds(),
            stay.CheckedInAt?.ToUnixTimeSeconds() ?? 0,
            stay.CheckedOutAt?.ToUnixTimeSeconds() ?? 0,
            stay.Units is [var first, ..] ? first.KeyvoxId : "",
            stay.State.Code(),
            (stay.Details.PaymentState ?? PaymentState.Unpaid).Code(),
            (stay.Details.PaymentKind ?? PaymentKind.Offline).Code(),
            stay.Details.Channel ?? CodeWords.Channel,
            stay.Details.Source ?? CodeWords.Channel,
            stay.Details.ChannelOrder ?? "",
            stay.Units is [var unit, ..] ? unit.Business.Code() : "",
            stay.Details.IsImportant == true ? "1" : "0",
            stay.LivedDays,
            stay.Details.Guests ?? 1
        );

    /// <param name="page">The address of a guest's page.</param>
    public static OrderData WholeOf(ReservationView stay, Func<DoorToken?, string> page, bool withTelephone) =>
        Of(stay, withTelephone) with
        {
            UnitList = [.. stay.Units.Select(unit => OrderUnitData.Of(stay, unit))],
            CommodityList = [.. (stay.Details.Lines ?? []).Select(CommodityData.Of)],
            DeviceList =
            [
                .. stay
                    .Codes.Where(code => !code.IsRevoked)
                    .SelectMany(code => code.Doors.Select(door => new OrderDeviceData(door.KeyvoxId, door.LockName, code.UnitKeyvoxId))),
            ],
            UnitPinList = [.. stay.Codes.SelectMany(code => OrderPinData.Of(code, page))],
        };

    public override string ToString() => $"order {OrderId}";
}

internal sealed record OrderUnitData(
    string UnitId,
    string UnitName,
    long Checkin,
    long Checkout,
    long RealCheckin,
    long RealCheckout,
    string ContactName,
    int CustomerNum
)
{
    public static OrderUnitData Of(ReservationView stay, ReservedUnit unit) =>
        new(
            unit.KeyvoxId,
            unit.Name,
            unit.Period.StartsAt.ToUnixTimeSeconds(),
            unit.Period.EndsAt.ToUnixTimeSeconds(),
            unit.CheckedInAt?.ToUnixTimeSeconds() ?? 0,
            unit.CheckedOutAt?.ToUnixTimeSeconds() ?? 0,
            unit.ContactName ?? stay.Contact.Name ?? "",
            unit.Guests ?? stay.Details.Guests ?? 1
        );

    public override string ToString() => nameof(OrderUnitData);
}

internal sealed record CommodityData(
    string CommodityId,
    string CommodityName,
    string CommodityCategory,
    long CommodityDate,
    int CommodityNum,
    decimal Price,
    decimal PriceTax,
    string UnitId
)
{
    public static CommodityData Of(BookedLine line) =>
        new(
            line.PlanId ?? "",
            line.Name ?? "",
            line.Category ?? "Plan",
            line.Date?.ToUnixTimeSeconds() ?? 0,
            line.Count,
            line.Price ?? 0,
            line.PriceTax ?? 0,
            line.UnitId ?? ""
        );
}

internal sealed record OrderDeviceData(string DeviceId, string DeviceName, string UnitId);

/// <summary>A code on one lock. The same digits have two names here, and others than at <c>createLockPin</c> (9.8).</summary>
internal sealed record OrderPinData(
    string PinId,
    string UnitId,
    string LockId,
    string Pin,
    string PanelPin,
    string QrCode,
    string QrShortUrl,
    long STime,
    long ETime,
    string PinStatus,
    string DelFlag
)
{
    public static IEnumerable<OrderPinData> Of(StayCode code, Func<DoorToken?, string> page)
    {
        var digits = code.IsRevoked ? "" : code.Digits?.Reveal() ?? "";
        var token = code.IsRevoked ? null : code.Token;
        var locks = code.Doors.Count > 0 ? code.Doors.Select(door => door.KeyvoxId) : [""];
        return locks.Select(smartLock => new OrderPinData(
            code.KeyvoxId,
            code.UnitKeyvoxId,
            smartLock,
            digits,
            digits,
            token?.QrText ?? "",
            page(token),
            code.Window.StartsAt?.ToUnixTimeSeconds() ?? 0,
            code.Window.EndsAt?.ToUnixTimeSeconds() ?? 0,
            code.PinStatus(),
            code.IsRevoked ? "1" : "0"
        ));
    }

    public override string ToString() => nameof(OrderPinData);
}

/// <summary>One of <c>getBookingOrders</c> (6.14): a function of <c>/v1</c>, whose scalars are texts.</summary>
internal sealed record UnitOrderData(string OrderId, string CheckIn, string CheckOut, string PinCode)
{
    /// <param name="unit">KEYVOX's id of the unit that was asked about.</param>
    public static UnitOrderData Of(ReservationView stay, string unit)
    {
        var during = stay.Units.First(one => one.KeyvoxId == unit).Period;
        var code = stay.Codes.FirstOrDefault(one => one.UnitKeyvoxId == unit && !one.IsRevoked);
        return new UnitOrderData(
            stay.KeyvoxId,
            $"{during.StartsAt.ToUnixTimeSeconds()}",
            $"{during.EndsAt.ToUnixTimeSeconds()}",
            code?.Digits?.Reveal() ?? ""
        );
    }

    public override string ToString() => nameof(UnitOrderData);
}
