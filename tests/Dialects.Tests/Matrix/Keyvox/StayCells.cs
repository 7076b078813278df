namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Places, plans and bookings (keyvox.md 9).</summary>
internal static class StayCells
{
    private const string Success = "200 0";

    public static readonly KeyvoxCell[] All =
    [
        Lists("/place/list"),
        new("/place/detail", """{"placeId":"{place}"}"""),
        Lists("/unit/list"),
        Lists("/plan/list"),
        new("/plan/detail", """{"commodityId":"{plan}"}"""),
        new("/place/availableList", """{"placeId":"{place}","fromTime":"{soon}","toTime":"{later}"}""") { WeakForeign = KeyvoxMatrix.TooWeak },
        new("/v1/getBookingOrders", """{"unitId":"{unit}"}"""),
        Act("/bacsorder/create", """{"placeId":"{place}","unitId":"{unit}","checkin":"{day}","checkout":"{next day}","orderContact":"Guest"}"""),
        Act("/bacsorder/update", """{"orderId":"{order}","customerNum":"2"}"""),
        Act("/bacsorder/updateCheckout", """{"orderId":"{order}","checkout":"{order's end}"}"""),
        new("/bacsorder/detail", """{"orderId":"{order}"}"""),
        Lists("/bacsorder/list"),
        Act("/bacsorder/cancel", """{"orderId":"{spent order}"}"""),
        Act("/bacsorder/checkin", """{"orderId":"{order}"}""") with
        {
            Turn = 1,
        },
        Act("/bacsorder/checkout", """{"orderId":"{order}"}""") with
        {
            Turn = 2,
        },
    ];

    private static KeyvoxCell Lists(string path) => new(path, "{}") { Foreign = Success, WeakForeign = KeyvoxMatrix.TooWeak };

    private static KeyvoxCell Act(string path, string body) => new(path, body) { IsMutation = true };
}
