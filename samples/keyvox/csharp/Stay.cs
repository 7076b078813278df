using System.Text.Json.Nodes;

namespace KeyvoxSample;

/// <summary>Books a room for a night from tomorrow on, reads the booking with its codes, and cancels it.</summary>
internal static class Stay
{
    public static async Task RunAsync(KeyvoxClient keyvox)
    {
        // Only a room with devices has codes to give.
        var rooms = (await keyvox.CallAsync("/unit/list", new JsonObject { ["page"] = 1, ["count"] = 100 }))!["list"]!.AsArray();
        var room = rooms.First(one => (int)one!["deviceNum"]! > 0)!;
        var (place, unit) = ((string)room["placeId"]!, (string)room["unitId"]!);
        var checkIn = TimeProvider.System.GetUtcNow().AddDays(1);
        var wanted = new JsonObject
        {
            ["placeId"] = place,
            ["unitList"] = new JsonArray(new JsonObject { ["unitId"] = unit }),
            ["checkin"] = checkIn.ToUnixTimeSeconds(),
            ["checkout"] = checkIn.AddDays(1).ToUnixTimeSeconds(),
            ["orderContact"] = "Guest",
        };
        var order = (string)(await keyvox.CallAsync("/bacsorder/create", wanted))!["orderId"]!;
        Console.WriteLine($"booked {order}: {room["unitName"]}");
        try
        {
            var booking = (await keyvox.CallAsync("/bacsorder/detail", Named(place, order)))!;
            foreach (var pin in booking["unitPinList"]!.AsArray())
            {
                Console.WriteLine($"  code {pin!["pin"]}");
            }
        }
        finally
        {
            // Its data is how many records changed.
            Console.WriteLine($"cancelled: {await keyvox.CallAsync("/bacsorder/cancel", Named(place, order))}");
        }
    }

    private static JsonObject Named(string place, string order) => new() { ["placeId"] = place, ["orderId"] = order };
}
