using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>The reservation functions (keyvox.md 9 and 6.14), under the names of the overview and under their documented paths.</summary>
public sealed class ReservationTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static int days;

    /// <summary>9.2</summary>
    [Theory]
    [InlineData("/place/list")]
    [InlineData("/api/eagle-pms/place/list")]
    [InlineData("/v1/place/list")]
    [InlineData("/api/eagle-pms/v1/place/list")]
    [InlineData("/v1/getPlaces")]
    [InlineData("/api/eagle-pms/v1/getPlaces")]
    public async Task Places_are_listed_under_every_form_of_the_path(string path)
    {
        var data = await DataAsync(path, """{"page":"1","count":100}""");

        Assert.Equal((1, 100), ((int)data["page"]!, (int)data["count"]!));
        var place = data["list"]!.AsArray().Single(one => (string?)one!["placeId"] == Place)!;
        Assert.Equal(("facility", JsonValueKind.Number), ((string?)place["placeType"], place["unitNum"]!.GetValueKind()));
        Assert.Equal(24, ((string)place["orgId"]!).Length);
    }

    [Fact]
    public async Task A_place_and_its_rooms_are_told_in_full()
    {
        var room = await RoomAsync("Library");

        var place = await DataAsync("/place/detail", $$"""{"placeId":"{{Place}}"}""");
        var rooms = await DataAsync("/unit/list", $$"""{"placeId":"{{Place}}","searchWord":"libra","unitBusinessType":"housing"}""");

        Assert.Equal(Place, (string?)place["placeId"]);
        Assert.Equal((room, "Library", "0"), ((string?)One(rooms)["unitId"], (string?)One(rooms)["unitName"], $"{One(rooms)["deviceNum"]}"));
        Assert.Equal("E0043", (await SendAsync("/place/detail", """{"placeId":"000000000000000000000000"}""")).Code);
        Assert.Equal("E0043", (await SendAsync("/place/detail", $$"""{"placeId":"{{Place}}"}""", house.Strangers)).Code);
        Assert.Equal("E0005", (await SendAsync("/place/detail", "{}")).Code);
        Assert.Equal("E0005", (await SendAsync("/place/list", """{"placeType":"castle"}""")).Code);
    }

    /// <summary>9.4</summary>
    [Theory]
    [InlineData("/plan/list")]
    [InlineData("/v1/getRoomPlans")]
    public async Task Plans_are_told_with_the_times_that_cannot_be_booked_where_they_are_asked_for(string list)
    {
        var room = await RoomAsync("Studio");
        var plan = await PlanAsync("Night", room);
        var (from, to) = NextDay();
        await BookAsync(room, from, to);

        var listed = (await DataAsync(list, $$"""{"placeId":"{{Place}}","count":100}"""))["list"]!
            .AsArray()
            .Single(one => (string?)one!["commodityId"] == plan);
        var whole = await DataAsync("/plan/detail", $$"""{"commodityId":"{{plan}}","placeId":"{{Place}}","targetType":"order"}""");

        Assert.Equal((90.5m, "1", "0"), ((decimal)listed!["price"]!, (string?)listed["releaseType"], (string?)listed["stockType"]));
        Assert.Equal(
            (room, from, to),
            (
                (string?)One(whole, "unavailableTimes")["unitId"],
                Number(One(whole, "unavailableTimes"), "sTime"),
                Number(One(whole, "unavailableTimes"), "eTime")
            )
        );
        Assert.Null((await DataAsync("/plan/detail", $$"""{"commodityId":"{{plan}}"}"""))["unavailableTimes"]);
        Assert.Equal("E0043", (await SendAsync("/plan/detail", $$"""{"commodityId":"{{plan}}","placeId":"000000000000000000000000"}""")).Code);
    }

    /// <summary>9.5</summary>
    [Theory]
    [InlineData("/place/availableList")]
    [InlineData("/v1/getAvailableRooms")]
    public async Task A_room_is_listed_where_it_is_free_for_all_of_the_time(string path)
    {
        var (free, taken) = (await RoomAsync("Free"), await RoomAsync("Taken"));
        var (from, to) = NextDay();
        await BookAsync(taken, from, to);

        var data = await DataAsync(path, $$"""{"placeId":"{{Place}}","fromTime":"{{from}}","toTime":{{to}},"count":100}""");

        var ids = data["unitAvailableList"]!.AsArray().Select(one => (string?)one!["unitId"]).ToList();
        Assert.Equal((true, false), (ids.Contains(free), ids.Contains(taken)));
        Assert.Equal("E0005", (await SendAsync(path, $$"""{"placeId":"{{Place}}","fromTime":{{to}},"toTime":{{from}}}""")).Code);
    }

    /// <summary>9.6 and 9.8</summary>
    [Theory]
    [InlineData("/bacsorder/create", "/bacsorder/detail")]
    [InlineData("/api/eagle-pms/v1/createBooking", "/api/eagle-pms/v1/getBookingDetails")]
    public async Task A_booking_answers_with_all_of_it_and_is_found_again(string create, string detail)
    {
        var room = await RoomAsync("Suite");
        var (from, to) = NextDay();
        var body = Body(
            $$"""
            "unitList":[{"unitId":"{{room}}","contactName":"山田花子","customerNum":"2"}],"checkin":"{{from}}","checkout":"{{to}}","orderContact":"山田太郎",
            "contactTel":"090-1234-5678","contactEmail":"taro@example.com","payTypeCode":"cash","earlyTime":"30","customerNum":2,
            "commodityList":[{"commodityName":"素泊まり","commodityCategory":"Plan","commodityNum":1,"price":"9000","priceTax":9900}]
            """
        );

        var made = await DataAsync(create, body);
        var found = await DataAsync(detail, $$"""{"orderId":"{{made["orderId"]}}","placeId":"{{Place}}"}""");

        Assert.Equal(made.ToJsonString(), found.ToJsonString());
        Assert.Matches("^[A-Z0-9]{9}$", (string)made["orderId"]!);
        Assert.Equal(("A", "0", "cash", "BACS", "BACS"), Texts(made, "orderStateCode", "payStateCode", "payTypeCode", "channelCode", "orderSource"));
        Assert.Equal((from, to, 0L, 1L), (Number(made, "checkin"), Number(made, "checkout"), Number(made, "realCheckin"), Number(made, "livedDays")));
        Assert.Equal(("山田太郎", "090-1234-5678"), ((string?)made["orderContact"], (string?)made["contactTel"]));
        Assert.Equal(("山田花子", 2L), ((string?)One(made, "unitList")["contactName"], Number(One(made, "unitList"), "customerNum")));
        Assert.Equal(9900m, (decimal)One(made, "commodityList")["priceTax"]!);
    }

    /// <summary>9.8, 6.14: a room with a lock.</summary>
    [Fact]
    public async Task The_codes_of_a_booking_stand_in_it_and_go_with_it()
    {
        var room = await RoomAsync("Penthouse", "Front door");
        var order = await BookAsync(room, Now.AddMinutes(-5).ToUnixTimeSeconds(), Now.AddHours(5).ToUnixTimeSeconds());

        var pin = One(await DetailAsync(order), "unitPinList");
        var ofUnit = await DataAsync("/v1/getBookingOrders", $$"""{"unitId":"{{room}}"}""");

        Assert.Matches("^[0-9]{6}$", (string)pin["pin"]!);
        Assert.Equal(
            ((string?)pin["pin"], "0", await house.LockIdAsync("Front door")),
            ((string?)pin["panelPin"], (string?)pin["delFlag"], (string?)pin["lockId"])
        );
        Assert.Equal(43, ((string)pin["qrCode"]!).Length);
        Assert.Matches("^https?://.+/sl/[A-Za-z0-9_-]{22}$", (string)pin["qrShortUrl"]!);
        Assert.Equal((order, (string?)pin["pin"]), ((string?)ofUnit[0]!["orderId"], (string?)ofUnit[0]!["pinCode"]));
        Assert.Equal(JsonValueKind.String, ofUnit[0]!["checkIn"]!.GetValueKind());
        await Testing.Poll.UntilAsync(async () => (string?)One(await DetailAsync(order), "unitPinList")["pinStatus"] == "2");

        await DataAsync("/bacsorder/cancel", $$"""{"orderId":"{{order}}"}""");

        var gone = One(await DetailAsync(order), "unitPinList");
        Assert.Equal(("4", "1", ""), ((string?)gone["pinStatus"], (string?)gone["delFlag"], (string?)gone["pin"]));
        Assert.Empty((await DataAsync("/v1/getBookingOrders", $$"""{"unitId":"{{room}}"}""")).AsArray());
    }

    [Fact]
    public async Task The_same_order_of_a_booking_site_is_one_booking()
    {
        var (one, two) = (await RoomAsync("A"), await RoomAsync("B"));
        var (from, to) = NextDay();
        string Order(string room) =>
            Body(
                $$""" "unitId":"{{room}}","checkin":{{from}},"checkout":{{to}},"orderContact":"Ada","channelOrderNo":"X-{{from}}","orderSource":"Booker" """
            );

        var first = (string?)(await DataAsync("/bacsorder/create", Order(one)))["orderId"];

        Assert.Equal(first, (string?)(await DataAsync("/bacsorder/create", Order(two)))["orderId"]);
    }

    /// <summary>HM-7: the same signed request again.</summary>
    [Fact]
    public async Task A_repeated_request_books_once_and_answers_the_same()
    {
        var room = await RoomAsync("Twice");
        var (from, to) = NextDay();
        var body = Body($$""" "unitId":"{{room}}","checkin":{{from}},"checkout":{{to}},"orderContact":"Ada" """);
        var at = TimeProvider.System.GetUtcNow();
        Task<KeyvoxReply> AgainAsync(string path, string what) => house.SendAsync(house.Key.Request(path, what, at));

        var first = await AgainAsync("/bacsorder/create", body);
        var order = (string?)first.Data!["orderId"];

        Assert.Equal(first.Text, (await AgainAsync("/bacsorder/create", body)).Text);
        var checkIn = $$"""{"orderId":"{{order}}"}""";
        Assert.Equal(
            ("1", "1"),
            (
                (await AgainAsync("/bacsorder/checkin", checkIn)).Data!.ToJsonString(),
                (await AgainAsync("/bacsorder/checkin", checkIn)).Data!.ToJsonString()
            )
        );
        Assert.Equal("0", (await SendAsync("/bacsorder/checkin", checkIn)).Data!.ToJsonString());
    }

    [Fact]
    public async Task What_cannot_be_booked_is_refused_with_its_reason()
    {
        var room = await RoomAsync("Only one");
        var (from, to) = NextDay();
        await BookAsync(room, from, to);
        string Order(string more) => Body($$""" "checkin":{{from}},"checkout":{{to}}{{more}} """);

        Assert.Equal("E9003", (await SendAsync("/bacsorder/create", Order($$""","unitId":"{{room}}","orderContact":"Bo" """))).Code);
        Assert.Equal("E0005", (await SendAsync("/bacsorder/create", Order($$""","unitId":"{{room}}" """))).Code);
        Assert.Equal("E0043", (await SendAsync("/bacsorder/create", Order(""","unitId":"000000000000000000000000","orderContact":"Bo" """))).Code);
        Assert.Equal("E0043", (await SendAsync("/bacsorder/create", Order(""","orderContact":"Bo" """), house.Strangers)).Code);
        Assert.Equal("E0005", (await SendAsync("/bacsorder/create", Body($$""" "checkin":{{to}},"checkout":{{from}},"orderContact":"Bo" """))).Code);
        Assert.Equal(
            "E0005",
            (await SendAsync("/bacsorder/create", Body($$""" "checkin":"1767225600000","checkout":{{to}},"orderContact":"Bo" """))).Code
        );
        Assert.Equal("E0043", (await SendAsync("/bacsorder/detail", """{"orderId":"AAAAAAAAA"}""")).Code);
    }

    /// <summary>9.7</summary>
    [Theory]
    [InlineData("/bacsorder/update")]
    [InlineData("/v1/updateBooking")]
    public async Task An_update_changes_what_it_names_and_no_more(string path)
    {
        var (one, two) = (await RoomAsync("Old room"), await RoomAsync("New room"));
        var (from, to) = NextDay();
        var order = await BookAsync(one, from, to);

        var moved = await DataAsync(path, $$"""{"orderId":"{{order}}","unitList":[{"unitId":"{{two}}"}],"contactTel":"+81901234567"}""");
        Assert.Equal(
            (two, from, to, "Ada"),
            ((string?)moved["unitId"], Number(moved, "checkin"), Number(moved, "checkout"), (string?)moved["orderContact"])
        );

        var later = await DataAsync("/bacsorder/updateCheckout", $$"""{"orderId":"{{order}}","checkout":"{{to + 3600}}"}""");
        Assert.Equal(to + 3600, Number(later, "checkout"));

        await DataAsync("/bacsorder/checkin", $$"""{"orderId":"{{order}}"}""");
        Assert.Equal("E9004", (await SendAsync(path, $$"""{"orderId":"{{order}}","unitId":"{{one}}"}""")).Code);
        Assert.Equal("0", (await SendAsync(path, $$"""{"orderId":"{{order}}","checkout":{{to + 7200}}}""")).Code);
        Assert.Equal("E0043", (await SendAsync(path, $$"""{"orderId":"{{order}}","placeId":"000000000000000000000000","checkout":{{to}}}""")).Code);
    }

    /// <summary>9.10: the data is a bare number.</summary>
    [Theory]
    [InlineData("/bacsorder/", "checkin", "checkout", "cancel")]
    [InlineData("/api/eagle-pms/v1/", "checkIn", "checkOut", "cancelBooking")]
    public async Task A_stay_goes_through_its_table_with_bare_numbers(string root, string checkIn, string checkOut, string cancel)
    {
        var (one, two) = (await RoomAsync("East"), await RoomAsync("West"));
        var (from, to) = NextDay();
        var both = Body($$""" "unitList":[{"unitId":"{{one}}"},{"unitId":"{{two}}"}],"checkin":{{from}},"checkout":{{to}},"orderContact":"Ada" """);
        var order = (string?)(await DataAsync("/bacsorder/create", both))["orderId"];
        Task<KeyvoxReply> DoAsync(string function, string more = "") =>
            SendAsync(root + function, $$"""{"placeId":"{{Place}}","orderId":"{{order}}"{{more}}}""");

        Assert.Equal("E9004", (await DoAsync(checkOut)).Code);
        Assert.Equal("1", (await DoAsync(checkIn, $$""","unitId":"{{one}}" """)).Data!.ToJsonString());
        Assert.Equal("1", (await DoAsync(checkIn)).Data!.ToJsonString());
        Assert.Equal("0", (await DoAsync(checkIn)).Data!.ToJsonString());
        Assert.Equal("E9004", (await DoAsync(cancel)).Code);
        Assert.Equal("2", (await DoAsync(checkOut)).Data!.ToJsonString());
        Assert.Equal("0", (await DoAsync(checkOut)).Data!.ToJsonString());
        Assert.Equal("E9004", (await DoAsync(checkIn)).Code);
        Assert.Equal("O", (string?)(await DetailAsync(order!))["orderStateCode"]);
        Assert.True(Number(await DetailAsync(order!), "realCheckout") > 0);
    }

    [Fact]
    public async Task A_cancelled_booking_is_cancelled_once_and_gives_its_room_back()
    {
        var room = await RoomAsync("Again");
        var (from, to) = NextDay();
        var order = await BookAsync(room, from, to);

        Assert.Equal("1", (await SendAsync("/v1/cancelBooking", $$"""{"orderId":"{{order}}"}""")).Data!.ToJsonString());
        Assert.Equal("0", (await SendAsync("/bacsorder/cancel", $$"""{"orderId":"{{order}}"}""")).Data!.ToJsonString());
        Assert.NotNull(await BookAsync(room, from, to));
    }

    /// <summary>9.9</summary>
    [Fact]
    public async Task Bookings_are_listed_by_window_name_and_telephone()
    {
        var room = await RoomAsync("Listed");
        var (from, to) = NextDay();
        var order = (string?)
            (
                await DataAsync(
                    "/bacsorder/create",
                    Body($$""" "unitId":"{{room}}","checkin":{{from}},"checkout":{{to}},"orderContact":"佐藤 Ichiro","contactTel":"03-9876-0001" """)
                )
            )["orderId"];
        async Task<string[]> FoundAsync(string body) =>
            [.. (await DataAsync("/api/eagle-pms/v1/bacsorder/list", body))["list"]!.AsArray().Select(one => (string)one!["orderId"]!)];

        Assert.Equal([order!], await FoundAsync("""{"searchWord":"佐藤"}"""));
        Assert.Equal([order!], await FoundAsync("""{"searchWord":"0398760001"}"""));
        Assert.Equal([order!], await FoundAsync($$"""{"fromDate":{{from}},"toDate":"{{to}}","searchWord":"ichiro","total":"1","isAssigned":1}"""));
        Assert.Empty(await FoundAsync($$"""{"fromDate":{{to}},"searchWord":"ichiro"}"""));
        Assert.Empty(await FoundAsync("""{"searchWord":"ichiro","isAssigned":0}"""));
        await DataAsync("/bacsorder/cancel", $$"""{"orderId":"{{order}}"}""");
        Assert.Empty(await FoundAsync("""{"searchWord":"ichiro","total":1}"""));
    }

    private string Place { get; set; } = "";

    public async ValueTask InitializeAsync() =>
        Place = await house.OneAsync<string>(
            $"select wire_id from public_id where tenant_id = '{house.Tenant.Value}' and kind = {(int)WireIdKind.KeyvoxPlace} order by row_id limit 1"
        );

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Body(string more) => $$"""{"placeId":"{{Place}}",{{more}}}""";

    /// <summary>A day of its own, in seconds since 1970.</summary>
    private static (long From, long To) NextDay()
    {
        var from = Now.AddDays(30 + Interlocked.Increment(ref days)).ToUnixTimeSeconds();
        return (from, from + (20 * 3600));
    }

    private Task<KeyvoxReply> SendAsync(string path, string body, KeyvoxKey? key = null) => house.SendAsync(path, body, key: key);

    private async Task<JsonNode> DataAsync(string path, string body)
    {
        var reply = await SendAsync(path, body);
        Assert.True(reply is { Status: HttpStatusCode.OK, Code: "0" }, $"{path}: {reply.Text}");
        return reply.Data!;
    }

    private Task<JsonNode> DetailAsync(string order) => DataAsync("/bacsorder/detail", $$"""{"orderId":"{{order}}"}""");

    private async Task<string> BookAsync(string room, long from, long to) =>
        (string)
            (await DataAsync("/bacsorder/create", Body($$""" "unitId":"{{room}}","checkin":{{from}},"checkout":{{to}},"orderContact":"Ada" """)))[
                "orderId"
            ]!;

    private static JsonNode One(JsonNode of, string list = "list") => Assert.Single(of[list]!.AsArray())!;

    private static long Number(JsonNode of, string name)
    {
        Assert.Equal(JsonValueKind.Number, of[name]!.GetValueKind());
        return (long)of[name]!;
    }

    private static (string?, string?, string?, string?, string?) Texts(JsonNode of, string a, string b, string c, string d, string e) =>
        ((string?)of[a], (string?)of[b], (string?)of[c], (string?)of[d], (string?)of[e]);

    private async Task<string> RoomAsync(string name, string? door = null)
    {
        var (by, services) = (Caller.Server(house.Tenant), house.Server.Services);
        var added = await services
            .GetRequiredService<AddUnit>()
            .RunAsync(by, new WireId(WireIdKind.KeyvoxPlace, Place), new UnitFields { Name = name }, TestContext.Current.CancellationToken);
        var unit = new WireId(WireIdKind.UnitUuid, added.Value);
        if (door is not null)
        {
            var smartLock = new WireId(WireIdKind.KeyvoxLock, await house.LockIdAsync(door));
            Assert.Null(
                (await services.GetRequiredService<PlaceLocks>().RunAsync(by, unit, [smartLock], TestContext.Current.CancellationToken)).Error
            );
        }

        return await KeyvoxAsync(unit, WireIdKind.KeyvoxUnit);
    }

    private async Task<string> PlanAsync(string name, string room)
    {
        var fields = new RoomPlanFields
        {
            Name = name,
            Price = 90.5m,
            Units = [new WireId(WireIdKind.KeyvoxUnit, room)],
        };
        var added = await house
            .Server.Services.GetRequiredService<AddRoomPlan>()
            .RunAsync(Caller.Server(house.Tenant), new WireId(WireIdKind.KeyvoxPlace, Place), fields, TestContext.Current.CancellationToken);
        return await KeyvoxAsync(new WireId(WireIdKind.RoomPlanUuid, added.Value), WireIdKind.KeyvoxPlan);
    }

    private Task<string> KeyvoxAsync(WireId id, WireIdKind kind) =>
        house.OneAsync<string>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"select k.wire_id from public_id u join public_id k on k.row_id = u.row_id and k.kind = {(int)kind} where u.wire_id = '{id.Text}'"
            )
        );
}
