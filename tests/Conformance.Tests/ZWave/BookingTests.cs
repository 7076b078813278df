using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

/// <summary>A stay from the desk to the door and back, over a real Z-Wave stack: what the KEYVOX wire says of a PIN is what the lock holds.</summary>
[Collection(ZWaveRadio.Name)]
public sealed class BookingTests(ZWaveFixture radio)
{
    /// <summary>The older kind: one list of user codes.</summary>
    private const int UserCodes = 2;

    /// <summary>The newer kind: users with credentials.</summary>
    private const int UserCredentials = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(UserCodes)]
    [InlineData(UserCredentials)]
    public async Task A_booking_brings_its_PIN_into_the_lock_opens_it_at_the_keypad_and_leaves_no_PIN_behind(int node)
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("reset", new { node });
        await using var house = await House.SetUpAsync();
        var door = await house.AwaitLockAsync(await house.PairAsync(radio), node);
        using var desk = await KeyvoxDesk.OpenAsync(house);
        var room = await desk.RoomAsync("101", door);

        var order = (string)(await desk.BookAsync(room, "Ada Guest"))["orderId"]!;
        var pin = (await desk.AskAsync("/api/eagle-pms/bacsorder/detail", new { orderId = order }))["unitPinList"]![0]!;
        var (id, digits) = ((string)pin["pinId"]!, (string)pin["pin"]!);

        await UntilStatusAsync(desk, id, "30", held: [digits], node);

        await radio.ActAsync("keypad", new { node, code = digits });
        await Poll.UntilAsync(async () => (await HistoryAsync(desk, room)).Contains($"1 1 Ada Guest {digits}"), Patience);

        await desk.AskAsync("/api/eagle-pms/bacsorder/checkin", new { orderId = order });
        await desk.AskAsync("/api/eagle-pms/bacsorder/checkout", new { orderId = order });
        await UntilStatusAsync(desk, id, "32", held: [], node);
        Assert.Equal("D", (string)(await desk.RoomsAsync()).Single()!["unitState"]!);
    }

    /// <summary>Until then it is never said: when it is, the lock holds exactly these.</summary>
    private async Task UntilStatusAsync(KeyvoxDesk desk, string pin, string status, string[] held, int node)
    {
        await Poll.UntilAsync(
            async () => (string)(await desk.AskAsync("/api/eagle-pms/v1/getLockPinStatus", new { pinId = pin }))["status"]! == status,
            Patience
        );
        Assert.Equal(held, await CodesAsync(node));
    }

    private static async Task<List<string>> HistoryAsync(KeyvoxDesk desk, JsonNode room)
    {
        var page = await desk.AskAsync("/api/eagle-pms/v1/getLockHistory", new { lockId = (string)room["lockIds"]!, records = "10" });
        return [.. page["history"]!.AsArray().Select(one => $"{one!["etype"]} {one["value"]} {one["userName"]} {one["pinCode"]}")];
    }

    /// <summary>What the lock really holds.</summary>
    private async Task<List<string>> CodesAsync(int node)
    {
        var state = await radio.LookAsync(node);
        return [.. state.GetProperty("codes").EnumerateArray().Select(held => held.GetProperty("code").GetString()!)];
    }

    /// <summary>A front desk: a key of the KEYVOX wire, and the rooms of the only site.</summary>
    private sealed class KeyvoxDesk : IDisposable
    {
        private readonly House house;
        private readonly HttpClient http;

        private KeyvoxDesk(House house, KeyvoxKey key)
        {
            this.house = house;
            http = new HttpClient(new SigningHandler(new Dictionary<string, KeyvoxKey> { ["desk"] = key })) { BaseAddress = house.Server.BaseUrl };
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "desk");
        }

        public static async Task<KeyvoxDesk> OpenAsync(House house)
        {
            var body = new JsonObject { ["name"] = "Desk", ["anyAddress"] = true };
            var made = await house.NativeAsync(HttpMethod.Post, "hmac-keys", body);
            return new KeyvoxDesk(house, new KeyvoxKey((string)made["key"]!, (string)made["secret"]!));
        }

        public async Task<JsonNode> RoomAsync(string name, string lockName)
        {
            var site = (await house.NativeAsync(HttpMethod.Get, "sites"))["items"]![0]!["id"]!;
            var unit = await house.NativeAsync(HttpMethod.Post, "units", new JsonObject { ["siteId"] = (string)site!, ["name"] = name });
            var doors = (await house.NativeAsync(HttpMethod.Get, "locks"))["items"]!.AsArray();
            var door = doors.Single(one => (string)one!["name"]! == lockName)!;
            await house.NativeAsync(HttpMethod.Put, $"units/{unit["id"]}/locks", new JsonObject { ["lockIds"] = new JsonArray((string)door["id"]!) });
            return (await RoomsAsync()).Single()!;
        }

        public async Task<JsonArray> RoomsAsync() => (await AskAsync("/api/eagle-pms/v1/getUnits", new { })).AsArray();

        /// <summary>From a minute ago on, so that its PIN is due now.</summary>
        public async Task<JsonNode> BookAsync(JsonNode room, string guest)
        {
            var now = TimeProvider.System.GetUtcNow();
            return await AskAsync(
                "/api/eagle-pms/bacsorder/create",
                new
                {
                    placeId = (string)room["placeId"]!,
                    unitId = (string)room["unitId"]!,
                    checkin = SigningHandler.At(now.AddMinutes(-1)),
                    checkout = SigningHandler.At(now.AddHours(20)),
                    orderContact = guest,
                }
            );
        }

        /// <summary>A call that must succeed.</summary>
        public async Task<JsonNode> AskAsync(string path, object body)
        {
            using var content = new StringContent(System.Text.Json.JsonSerializer.Serialize(body));
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            var text = await answer.Content.ReadAsStringAsync();
            var told = JsonNode.Parse(text)!;
            Assert.True((string?)told["code"] == "0", $"{path}: {text}");
            return told["data"]!;
        }

        public void Dispose() => http.Dispose();
    }
}
