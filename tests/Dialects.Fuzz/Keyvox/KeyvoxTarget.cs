using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <summary>A running server of the KEYVOX wire, and what a client of it knows.</summary>
/// <param name="Key">Signs half of the requests.</param>
/// <param name="Token">Of a service that cannot sign.</param>
/// <param name="Known">Ids of what is there, by the word that stands for it in <see cref="KeyvoxBodies"/>.</param>
/// <param name="Began">From which the times of bookings and codes are counted.</param>
public sealed record KeyvoxTarget(
    Uri Address,
    IReadOnlyList<FuzzRoute> Routes,
    KeyvoxKey Key,
    string Token,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Known,
    DateTimeOffset Began
)
{
    /// <summary>So many of what a request uses up.</summary>
    private const int Spares = 24;

    private static readonly string[] Doors = ["Front door", "Office"];

    public override string ToString() => $"{Address}";

    /// <param name="foreign">Ids of another organisation's things, which nobody here may touch.</param>
    public static async Task<KeyvoxTarget> KnowAsync(
        HttpClient http,
        IReadOnlyList<FuzzRoute> routes,
        string nativeKey,
        params IReadOnlyList<string> foreign
    )
    {
        var desk = await KeyvoxDesk.OpenAsync(http, nativeKey);
        var began = TimeProvider.System.GetUtcNow();
        var known = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["foreign"] = foreign.Count > 0 ? foreign : ["000000000000000000000000"],
            ["hook"] = ["00000000-0000-4000-8000-000000000000"],
        };
        await AddRoomsAsync(desk, known);
        var makers = new (string Word, string Path, string Body, string Member, int Count)[]
        {
            ("pin", "/v1/createLockPin", """{"unitId":"{door}","sTime":"{from}","eTime":"{until}"}""", "pinId", 4),
            ("spare pin", "/v1/createLockPin", """{"unitId":"{door}","sTime":"{from}","eTime":"{until}"}""", "pinId", Spares),
            ("card", "/v1/setCard", """{"unitId":"{door}","cardCode":"{code}"}""", "cardId", 4),
            ("spare card", "/v1/setCard", """{"unitId":"{door}","cardCode":"{code}"}""", "cardId", Spares),
            ("order", "/bacsorder/create", Booking, "orderId", 4),
            ("spare order", "/bacsorder/create", Booking, "orderId", Spares),
            ("box pin", "/v1/createLockerPin", Box, "pinId", 4),
            ("spare box pin", "/v1/createLockerPin", Box, "pinId", Spares),
            ("box card", "/v1/setLockerCard", Box[..^1] + ",\"cardCode\":\"{code}\"}", "cardId", 4),
        };
        var day = 0;
        foreach (var (word, path, body, member, count) in makers)
        {
            var made = new List<string>();
            for (var n = 0; n < count; n++)
            {
                made.Add((string)(await desk.CallAsync(path, Fill(body, known, began.AddDays(++day), day)))[member]!);
            }

            known[word] = made;
        }

        return new KeyvoxTarget(http.BaseAddress!, routes, desk.Key, await desk.AddTokenAsync(), known, began);
    }

    private const string Booking = """
        {"placeId":"{place}","unitId":"{unit}","checkin":"{from}","checkout":"{until}","orderContact":"Guest"}
        """;

    private const string Box = """{"deviceId":"{locker}","boxNum":"00-01","sTime":"{from}","eTime":"{until}"}""";

    private static string Fill(string body, Dictionary<string, IReadOnlyList<string>> known, DateTimeOffset from, int number) =>
        body.Replace("{unit}", known["unit"][number % known["unit"].Count], StringComparison.Ordinal)
            .Replace("{door}", known["door"][number % known["door"].Count], StringComparison.Ordinal)
            .Replace("{place}", known["place"][0], StringComparison.Ordinal)
            .Replace("{locker}", known["locker"][0], StringComparison.Ordinal)
            .Replace("{code}", (0xF0000000 + (uint)number).ToString("X8", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{from}", SigningHandler.At(from), StringComparison.Ordinal)
            .Replace("{until}", SigningHandler.At(from.AddHours(12)), StringComparison.Ordinal);

    /// <summary>Four rooms, two of them with a lock, and a plan that offers all of them.</summary>
    private static async Task AddRoomsAsync(KeyvoxDesk desk, Dictionary<string, IReadOnlyList<string>> known)
    {
        var (site, locks) = ((await desk.SitesAsync())[0], await desk.LocksAsync());
        var rooms = new List<string>();
        await desk.FreeLocksAsync();
        for (var n = 0; n < 4; n++)
        {
            rooms.Add(await desk.AddRoomAsync(site, $"Fuzz {n}", n < Doors.Length ? [locks[Doors[n]]] : []));
        }

        var plan = new JsonObject
        {
            ["siteId"] = site,
            ["name"] = "Fuzz",
            ["unitIds"] = new JsonArray([.. rooms.Select(room => JsonValue.Create(room))]),
        };
        await desk.AddAsync("plans", plan.ToJsonString());
        var units = await desk.CallAsync("/v1/getUnits", "{}");
        var ours = units.AsArray().Where(unit => ((string)unit!["unitName"]!).StartsWith("Fuzz ", StringComparison.Ordinal)).ToList();
        known["unit"] = [.. ours.Select(unit => (string)unit!["unitId"]!)];
        known["door"] = [.. ours.Where(unit => unit!["lockIds"] is not null).Select(unit => (string)unit!["unitId"]!)];
        known["place"] = [(string)ours[0]!["placeId"]!];
        var listed = (await desk.CallAsync("/plan/list", """{"count":100}"""))["list"]!.AsArray();
        known["plan"] = [.. listed.Where(one => (string?)one!["commodityName"] == "Fuzz").Select(one => (string)one!["commodityId"]!)];
        known["lock"] = [.. ours.Select(unit => (string?)unit!["lockIds"]).OfType<string>()];
        await Poll.UntilAsync(async () =>
            (known["locker"] = [.. (await desk.CallAsync("/v1/getLockers", "{}")).AsArray().Select(one => (string)one!["deviceId"]!)]).Count > 0
        );
    }
}
