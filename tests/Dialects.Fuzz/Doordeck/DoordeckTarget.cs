using System.Text.Json.Nodes;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <summary>A running server of the Doordeck wire, and what a client of it knows.</summary>
/// <param name="Phone">Of somebody who runs doors: their token is sent with half of the requests, their key signs.</param>
/// <param name="Known">Ids of what is there, by the name in the path: a request with one comes as far as a client's does.</param>
public sealed record DoordeckTarget(
    Uri Address,
    IReadOnlyList<FuzzRoute> Routes,
    DoordeckPhone Phone,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Known
)
{
    private const string Tile = "0b6f2f0e-2f53-4f59-b9ce-4f6f0e5a7aff";
    private const string Guest = "fuzz@example.com";

    /// <summary>Of a log-in that is used for nothing else.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>Of the guest: base64.</summary>
    public required string GuestKey { get; init; }

    public IReadOnlyList<string> Locks => Known["{lockId}"];

    public override string ToString() => $"{Address}";

    /// <summary>With a guest, an application and a tile of its own.</summary>
    /// <param name="phone">With a key.</param>
    public static async Task<DoordeckTarget> KnowAsync(
        HttpClient http,
        IReadOnlyList<FuzzRoute> routes,
        DoordeckPhone phone,
        string email,
        string password
    )
    {
        using var another = await DoordeckPhone.LogInAsync(http, email, password);
        var locks = await IdsAsync(phone, "/device");
        using var tile = await phone.SendAsync(HttpMethod.Put, $"/device/{locks[0]}/tile/{Tile}");
        using var invited = await phone.SendAsync(HttpMethod.Post, $"/share/invite/{Guest}");
        var guest = JsonNode.Parse(await invited.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        return new DoordeckTarget(
            http.BaseAddress!,
            routes,
            phone,
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["{lockId}"] = locks,
                ["{siteId}"] = await IdsAsync(phone, "/site"),
                ["{userId}"] = [phone.UserId, (string)guest["id"]!],
                ["{guestId}"] = [(string)guest["id"]!],
                ["{tileId}"] = [Tile],
                ["{applicationId}"] = [await NewApplicationAsync(phone)],
                ["{email}"] = [Guest],
                ["{logoId}"] = ["00000000-0000-4000-8000-000000000000"],
            }
        )
        {
            RefreshToken = another.RefreshToken,
            GuestKey = (string)guest["publicKey"]!,
        };
    }

    private static async Task<string[]> IdsAsync(DoordeckPhone phone, string path) =>
        [.. (await phone.GetAsync(path)).AsArray().Select(item => (string)item!["id"]!)];

    private static async Task<string> NewApplicationAsync(DoordeckPhone phone)
    {
        var body = new JsonObject
        {
            ["name"] = "Fuzz",
            ["companyName"] = "Fuzz",
            ["mailingAddress"] = "1 Street",
        };
        using var answer = await phone.SendAsync(HttpMethod.Post, "/platform/application", body);
        return answer.EnsureSuccessStatusCode().Headers.Location!.OriginalString.Split('/')[^1];
    }
}
