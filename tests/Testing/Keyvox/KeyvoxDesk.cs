using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Latchwork.Testing.Keyvox;

/// <summary>Somebody who runs a house over our own API and calls the KEYVOX wire with a key of their own, from any address.</summary>
public sealed class KeyvoxDesk
{
    private const string OwnApi = "/api/v1/";

    private readonly HttpClient http;
    private readonly string nativeKey;
    private readonly DistinctSeconds seconds = new();

    private KeyvoxDesk(HttpClient http, string nativeKey) => (this.http, this.nativeKey) = (http, nativeKey);

    public KeyvoxKey Key { get; private set; } = null!;

    /// <param name="http">Knows the server's address, and nothing else.</param>
    /// <param name="nativeKey">Of our own API, with all permissions.</param>
    public static async Task<KeyvoxDesk> OpenAsync(HttpClient http, string nativeKey)
    {
        var desk = new KeyvoxDesk(http, nativeKey);
        var made = await desk.AddAsync("hmac-keys", """{"name":"Desk","anyAddress":true}""");
        desk.Key = new KeyvoxKey((string)made["key"]!, (string)made["secret"]!);
        return desk;
    }

    /// <summary>Of a service that cannot sign.</summary>
    public async Task<string> AddTokenAsync() => (string)(await AddAsync("integration-tokens", """{"name":"Service"}"""))["token"]!;

    /// <returns>All sites of the tenant, by the ids of our own API.</returns>
    public async Task<string[]> SitesAsync() => [.. (await ListAsync("sites")).Select(site => (string)site["id"]!)];

    /// <returns>Every lock, by its name.</returns>
    public async Task<Dictionary<string, string>> LocksAsync() =>
        (await ListAsync("locks?limit=200")).ToDictionary(one => (string)one["name"]!, one => (string)one["id"]!, StringComparer.Ordinal);

    /// <summary>Takes the locks out of all rooms: a lock leads into one at most.</summary>
    public async Task FreeLocksAsync()
    {
        foreach (var unit in await ListAsync("units?limit=200"))
        {
            await OwnAsync(HttpMethod.Put, $"units/{unit["id"]}/locks", """{"lockIds":[]}""");
        }
    }

    /// <summary>A room, and the locks that lead into it.</summary>
    /// <returns>Its id in our own API.</returns>
    public async Task<string> AddRoomAsync(string site, string name, params IReadOnlyList<string> locks)
    {
        var made = await AddAsync("units", new JsonObject { ["siteId"] = site, ["name"] = name }.ToJsonString());
        var id = (string)made["id"]!;
        if (locks.Count > 0)
        {
            var body = new JsonObject { ["lockIds"] = new JsonArray([.. locks.Select(one => JsonValue.Create(one))]) };
            await OwnAsync(HttpMethod.Put, $"units/{id}/locks", body.ToJsonString());
        }

        return id;
    }

    public Task<JsonNode> AddAsync(string path, string body) => OwnAsync(HttpMethod.Post, path, body);

    /// <summary>A function of the wire, which must not be refused.</summary>
    /// <returns>Its data.</returns>
    public async Task<JsonNode> CallAsync(string path, string body)
    {
        using var request = Key.Request(path, body, seconds.Next());
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(text)!["data"] ?? throw new InvalidOperationException($"{path}: {text}");
    }

    private async Task<IEnumerable<JsonNode>> ListAsync(string path) => (await OwnAsync(HttpMethod.Get, path, null))["items"]!.AsArray()!;

    private async Task<JsonNode> OwnAsync(HttpMethod verb, string path, string? body)
    {
        using var request = new HttpRequestMessage(verb, OwnApi + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", nativeKey);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
    }
}
