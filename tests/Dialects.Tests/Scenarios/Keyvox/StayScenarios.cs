namespace Latchwork.Dialects.Tests.Scenarios.Keyvox;

/// <summary>Places, rooms, plans and bookings (keyvox.md 9 and 6.14), from no signature to success. Rooms 101 and 102 have locks, 103 has none; the plan sells 101.</summary>
internal static class StayScenarios
{
    private const string Days = "\"checkin\":\"{in ten days}\",\"checkout\":\"{in eleven days}\"";
    private const string Before = "\"checkin\":{in nine days},\"checkout\":{in ten days}";
    private const string Nowhere = "000000000000000000000000";

    private static readonly Scenario[] Places =
    [
        Call("Without a signature", "/place/list", "{}", null),
        Call("Places", "/place/list", "{}"),
        Call("By the overview's name", "/api/eagle-pms/v1/getPlaces", """{"page":"1","count":"100","searchWord":"hou"}"""),
        Call("Behind the last page", "/place/list", """{"page":2,"count":100}"""),
        Call("Of a type that it is not", "/place/list", """{"placeType":"hotel"}"""),
        Call("Of a type that there is not", "/place/list", """{"placeType":"castle"}"""),
        Call("No page before the first", "/place/list", """{"page":0}"""),
        Call("A key that may not", "/place/list", "{}", "{blind}"),
        Call("One place", "/place/detail", """{"placeId":"{place}"}"""),
        Call("None", "/place/detail", "{}"),
        Call("One that is not there", "/place/detail", $$"""{"placeId":"{{Nowhere}}"}"""),
        Call("AZ-3: one of others", "/place/detail", """{"placeId":"{place}"}""", "{stranger}"),
        Call("Its rooms", "/unit/list", """{"placeId":"{place}"}"""),
        Call("By a part of their name, in any case", "/unit/list", """{"searchWord":"03","unitBusinessType":"housing"}"""),
        Call("Of another business", "/unit/list", """{"unitBusinessType":"rentalSpace"}"""),
        Call("Of no business", "/unit/list", """{"unitBusinessType":"castle"}"""),
        Call("The second of them", "/unit/list", """{"placeId":"{place}","page":"2","count":1}"""),
        Call("AZ-3: of a place of others", "/unit/list", """{"placeId":"{a stranger's place}"}"""),
        Call("A key that may not", "/unit/list", "{}", "{blind}"),
    ];

    private static readonly Scenario[] Plans =
    [
        Call("Plans", "/plan/list", """{"placeId":"{place}"}"""),
        Call("By the overview's name", "/v1/getRoomPlans", "{}"),
        Call("AZ-3: of a place of others", "/plan/list", """{"placeId":"{a stranger's place}"}"""),
        Call("A key that may not", "/plan/list", "{}", "{blind}"),
        Call("One plan", "/plan/detail", """{"commodityId":"{plan}","placeId":"{place}"}"""),
        Call("None", "/plan/detail", """{"placeId":"{place}"}"""),
        Call("At another place", "/plan/detail", $$"""{"commodityId":"{plan}","placeId":"{{Nowhere}}"}"""),
        Call("AZ-3: one of others", "/plan/detail", """{"commodityId":"{plan}"}""", "{stranger}"),
        Call("Free rooms", "/place/availableList", """{"placeId":"{place}","fromTime":"{in ten days}","toTime":{in eleven days}}"""),
        Call(
            "Those of a plan",
            "/v1/getAvailableRooms",
            """{"placeId":"{place}","fromTime":"{in ten days}","toTime":"{in eleven days}","commodityId":"{plan}","customerNum":"2"}"""
        ),
        Call("No time", "/place/availableList", """{"placeId":"{place}"}"""),
        Call("An end before the start", "/place/availableList", """{"placeId":"{place}","fromTime":"{in two hours}","toTime":"{in an hour}"}"""),
        Call(
            "AZ-3: at a place of others",
            "/place/availableList",
            """{"placeId":"{a stranger's place}","fromTime":"{in an hour}","toTime":"{in two hours}"}"""
        ),
        Call("A key that may not", "/place/availableList", """{"fromTime":"{in an hour}","toTime":"{in two hours}"}""", "{reader}"),
    ];

    private static readonly Scenario[] Booking =
    [
        Call("Nobody books without a signature", "/bacsorder/create", "{}", null),
        Call("Nothing is said", "/bacsorder/create", "{}"),
        Call("A key that may not", "/bacsorder/create", Book("101", Days), "{reader}"),
        Call(
            "A room with a lock",
            "/bacsorder/create",
            $$"""
            {"placeId":"{place}","unitList":[{"unitId":"{unit 101}","contactName":"山田花子","customerNum":"2"}],{{Days}},"orderContact":"山田太郎","contactTel":"090-1234-5678","payTypeCode":"cash","earlyTime":"30","extendTime":60,"commodityList":[{"commodityName":"素泊まり","commodityCategory":"Plan","commodityDate":"{in ten days}","commodityNum":1,"price":"9000","priceTax":9900.5,"unitId":"{unit 101}"}]}
            """
        ) with
        {
            Learns = [("order", "data.orderId"), ("pin", "data.unitPinList.0.pinId")],
        },
        Call("It is taken", "/bacsorder/create", Book("101", Days)),
        Call("And so is the plan that sells it alone", "/v1/createBooking", Sold(Days)),
        Call("Before that it is free, up to the second when the other begins", "/v1/createBooking", Sold(Before)) with
        {
            Learns = [("before", "data.orderId")],
        },
        Call(
            "A room without a lock, by a number of a booking site",
            "/bacsorder/create",
            $$"""{"placeId":"{place}","unitId":"{unit 103}",{{Days}},"orderContact":"Ada","channelOrderNo":"X-1","orderSource":"Booker"}"""
        ) with
        {
            Learns = [("sited", "data.orderId")],
        },
        Call(
            "The same number is the same booking",
            "/bacsorder/create",
            $$"""{"placeId":"{place}","unitId":"{unit 102}",{{Days}},"orderContact":"Ada","channelOrderNo":"X-1","orderSource":"Booker"}"""
        ),
        Call("No guest", "/bacsorder/create", $$"""{"placeId":"{place}","unitId":"{unit 102}",{{Days}}}"""),
        Call("No times", "/bacsorder/create", """{"placeId":"{place}","unitId":"{unit 102}","orderContact":"Ada"}"""),
        Call("An end before the start", "/bacsorder/create", Book("102", "\"checkin\":{in two hours},\"checkout\":{in an hour}")),
        Call("Milliseconds", "/bacsorder/create", Book("102", "\"checkin\":\"1795251481000\",\"checkout\":\"1795258681000\"")),
        Call("A way to pay that there is not", "/bacsorder/create", Book("102", $"{Days},\"payTypeCode\":\"gold\"")),
        Call("A room that is not there", "/bacsorder/create", $$"""{"placeId":"{place}","unitId":"{{Nowhere}}",{{Days}},"orderContact":"Ada"}"""),
        Call("AZ-3: at a place of others", "/bacsorder/create", Book("102", Days), "{stranger}"),
        Call("The booking", "/bacsorder/detail", """{"orderId":"{order}","placeId":"{place}"}"""),
        Call("By the overview's name", "/v1/getBookingDetails", """{"orderId":"{sited}"}"""),
        Call("At another place", "/bacsorder/detail", $$"""{"orderId":"{order}","placeId":"{{Nowhere}}"}"""),
        Call("None", "/bacsorder/detail", "{}"),
        Call("One that is not there", "/bacsorder/detail", """{"orderId":"AAAAAAAAA"}"""),
        Call("AZ-3: one of others", "/bacsorder/detail", """{"orderId":"{order}"}""", "{stranger}"),
        Call("A key that may not", "/bacsorder/detail", """{"orderId":"{order}"}""", "{reader}"),
        Call("The bookings of a room", "/v1/getBookingOrders", """{"unitId":"{unit 101}"}"""),
        Call("AZ-3: of a room of others", "/v1/getBookingOrders", """{"unitId":"{unit a stranger's 101}"}"""),
        Call("When the plan cannot be booked", "/plan/detail", """{"commodityId":"{plan}","targetType":"order"}"""),
        Call("No room of it is left", "/place/availableList", """{"fromTime":"{in ten days}","toTime":"{in eleven days}","commodityId":"{plan}"}"""),
        Call("All bookings, by their start", "/bacsorder/list", "{}"),
        Call(
            "Those of a time, by a part of the guest's name",
            "/bacsorder/list",
            """{"fromDate":"{in ten days}","toDate":{in eleven days},"searchWord":"山田"}"""
        ),
        Call("The second of them", "/api/eagle-pms/v1/bacsorder/list", """{"placeId":"{place}","page":2,"count":"1","total":"1","isAssigned":"1"}"""),
        Call("Without a room there is none", "/bacsorder/list", """{"isAssigned":0}"""),
        Call("AZ-3: others have none", "/bacsorder/list", "{}", "{stranger}"),
        Call("A key that may not", "/bacsorder/list", "{}", "{reader}"),
    ];

    private static readonly Scenario[] Changes =
    [
        Call("An earlier end", "/bacsorder/updateCheckout", """{"orderId":"{before}","checkout":"{in nine days and a half}"}"""),
        Call("A later one", "/api/eagle-pms/bacsorder/updateCheckout", """{"orderId":"{before}","checkout":{in ten days}}"""),
        Call("Into the time of the next", "/bacsorder/updateCheckout", """{"orderId":"{before}","checkout":{in eleven days}}"""),
        Call("No end", "/bacsorder/updateCheckout", """{"orderId":"{before}"}"""),
        Call("Another room: the codes of the old one are over", "/bacsorder/update", """{"orderId":"{before}","unitId":"{unit 103}"}"""),
        Call(
            "Into a room that is taken",
            "/v1/updateBooking",
            """{"orderId":"{before}","unitId":"{unit 101}","checkin":"{in ten days}","checkout":"{in eleven days}"}"""
        ),
        Call("An end before the start", "/bacsorder/update", """{"orderId":"{before}","checkout":"{an hour ago}"}"""),
        Call("None", "/bacsorder/update", """{"orderContact":"Bo"}"""),
        Call("At another place", "/bacsorder/update", $$"""{"orderId":"{before}","placeId":"{{Nowhere}}","orderContact":"Bo"}"""),
        Call("AZ-3: one of others", "/bacsorder/update", """{"orderId":"{before}","orderContact":"Bo"}""", "{stranger}"),
        Call("A key that may not", "/bacsorder/update", """{"orderId":"{before}","orderContact":"Bo"}""", "{reader}"),
    ];

    /// <summary>The table of 9.10.</summary>
    private static readonly Scenario[] States =
    [
        Call("Out before in", "/bacsorder/checkout", """{"orderId":"{order}"}"""),
        Call("In, at a room that is not the booking's", "/bacsorder/checkin", """{"orderId":"{order}","unitId":"{unit 103}"}"""),
        Call("AZ-3: others check nobody in", "/bacsorder/checkin", """{"orderId":"{order}"}""", "{stranger}"),
        Call("A key that may not", "/bacsorder/checkin", """{"orderId":"{order}"}""", "{reader}"),
        Call("In", "/bacsorder/checkin", """{"placeId":"{place}","orderId":"{order}","unitId":"{unit 101}"}"""),
        Call("In again", "/v1/checkIn", """{"orderId":"{order}"}"""),
        Call("Who is in does not change rooms", "/bacsorder/update", """{"orderId":"{order}","unitId":"{unit 102}"}"""),
        Call("Nor the time of the check-in", "/bacsorder/update", """{"orderId":"{order}","checkin":"{in three hours}"}"""),
        Call("But may have more of what was sold", "/bacsorder/update", """{"orderId":"{order}","extendTime":"120"}"""),
        Call("Who is in cannot cancel", "/bacsorder/cancel", """{"orderId":"{order}"}"""),
        Call("AZ-3: others check nobody out", "/bacsorder/checkout", """{"orderId":"{order}"}""", "{stranger}"),
        Call("Out", "/bacsorder/checkout", """{"placeId":"{place}","orderId":"{order}","unitId":"{unit 101}"}"""),
        Call("Out again", "/v1/checkOut", """{"orderId":"{order}"}"""),
        Call("The room needs cleaning", "/v1/getUnits", "{}"),
        Call("The codes are over", "/bacsorder/detail", """{"orderId":"{order}"}"""),
        Call("In after out", "/bacsorder/checkin", """{"orderId":"{order}"}"""),
        Call("Nothing is changed after out", "/bacsorder/update", """{"orderId":"{order}","orderContact":"Bo"}"""),
        Call("Nor cancelled", "/v1/cancelBooking", """{"orderId":"{order}"}"""),
        Call("AZ-3: others cancel nothing", "/bacsorder/cancel", """{"orderId":"{sited}"}""", "{stranger}"),
        Call("A key that may not", "/bacsorder/cancel", """{"orderId":"{sited}"}""", "{reader}"),
        Call("Cancel", "/bacsorder/cancel", """{"placeId":"{place}","orderId":"{sited}"}"""),
        Call("Cancel again", "/v1/cancelBooking", """{"orderId":"{sited}"}"""),
        Call("In after that", "/bacsorder/checkin", """{"orderId":"{sited}"}"""),
        Call("Out after that", "/bacsorder/checkout", """{"orderId":"{sited}"}"""),
        Call("Nothing is changed after that", "/bacsorder/updateCheckout", """{"orderId":"{sited}","checkout":"{in eleven days}"}"""),
        Call("Its room is free again", "/bacsorder/create", Book("103", Days)),
        Call("A cancelled one is listed no more where open ones are asked for", "/bacsorder/list", """{"total":"1"}"""),
    ];

    public static IEnumerable<Scenario> Rows => [.. Places, .. Plans, .. Booking, .. Changes, .. States];

    private static string Book(string room, string when) => $$"""{"placeId":"{place}","unitId":"{unit {{room}}}",{{when}},"orderContact":"Bo"}""";

    /// <summary>No room is named: the plan chooses it.</summary>
    private static string Sold(string when) =>
        $$"""{"placeId":"{place}",{{when}},"orderContact":"Bo","commodityList":[{"commodityId":"{plan}","commodityCategory":"Plan"}]}""";

    private static Scenario Call(string name, string path, string json, string? by = "{desk}") => new(name, "POST", path, by) { Json = json };
}
