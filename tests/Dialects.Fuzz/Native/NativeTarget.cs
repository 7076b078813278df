using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Fuzz.Native;

/// <summary>A running server of our own API, and what a client of it knows.</summary>
/// <param name="Key">With every scope: it is sent with half of the requests.</param>
/// <param name="Document">The API's own: bodies are made from its schemas.</param>
/// <param name="Known">Ids of what is there, by the first word of the path.</param>
/// <param name="Spare">The same of what may be ended.</param>
public sealed record NativeTarget(
    Uri Address,
    IReadOnlyList<FuzzRoute> Routes,
    string Key,
    JsonNode Document,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Known,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Spare
)
{
    public const string Root = "/api/v1/";

    /// <summary>So many of what a request uses up.</summary>
    private const int Spares = 6;

    private static readonly string[] Lists =
    [
        "sites",
        "links",
        "locks",
        "units",
        "plans",
        "reservations",
        "lockers",
        "readers",
        "webhooks",
        "alerts",
        "api-clients",
        "grants",
        "users",
        "devices",
    ];

    public override string ToString() => $"{Address}";

    /// <param name="login">Of a member of the key's tenant.</param>
    /// <param name="foreign">Ids of another tenant's things, which nobody here may touch.</param>
    public static async Task<NativeTarget> KnowAsync(
        HttpClient http,
        IReadOnlyList<FuzzRoute> routes,
        string key,
        string login,
        params IReadOnlyList<string> foreign
    )
    {
        var client = new Client(http, key);
        var (known, spare) = (
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal),
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        );
        foreach (var list in Lists)
        {
            known[list] = [.. (await client.SendAsync(HttpMethod.Get, list, null))["items"]!.AsArray().Select(item => (string)item!["id"]!)];
        }

        foreach (var (list, body) in Makers(known, login))
        {
            Add(list, await client.MakeAsync(list, body));
        }

        Add("box-leases", await client.MakeAsync($"lockers/{known["lockers"][0]}/leases", LeaseOf));
        foreach (var door in known["locks"])
        {
            // Not every door takes cards.
            if (await client.TryAsync(() => client.MakeAsync("cards", n => CardOf(door, n))) is { } cards)
            {
                Add("cards", cards);
                break;
            }
        }

        known["foreign"] = foreign.Count > 0 ? foreign : [Guid.Empty.ToString()];
        return new NativeTarget(http.BaseAddress!, routes, key, await client.SendAsync(HttpMethod.Get, "openapi.json", null), known, spare);

        void Add(string list, IReadOnlyList<string> made)
        {
            known[list] = [made[0], .. known.GetValueOrDefault(list) ?? []];
            spare[list] = [.. made.Skip(1)];
        }
    }

    private static string LeaseOf(int n) =>
        $$"""{"kind":"rental","startsAt":"2035-01-0{{n + 1}}T12:00:00Z","endsAt":"2035-01-0{{n + 1}}T18:00:00Z"}""";

    private static string CardOf(string door, int n) => $$"""{"lockIds":["{{door}}"],"number":"30541990{{n}}"}""";

    private static IEnumerable<(string List, Func<int, string> Body)> Makers(Dictionary<string, IReadOnlyList<string>> known, string login)
    {
        var (site, door) = (known["sites"][0], known["locks"][0]);
        yield return ("units", n => $$"""{"siteId":"{{site}}","name":"Fuzz {{n}}"}""");
        yield return ("plans", n => $$"""{"siteId":"{{site}}","name":"Fuzz {{n}}"}""");
        yield return (
            "reservations",
            n =>
                $$$"""{"siteId":"{{{site}}}","startsAt":"2035-01-0{{{n + 1}}}T15:00","endsAt":"2035-01-0{{{n + 1}}}T20:00","guest":{"name":"Guest"}}"""
        );
        yield return ("webhooks", n => $$"""{"name":"Fuzz {{n}}","format":"latchwork","url":"http://127.0.0.1:9/{{n}}","isEnabled":false}""");
        yield return ("alerts", _ => $$"""{"person":"{{login}}","topics":["jammed"]}""");
        yield return ("api-clients", n => $$"""{"name":"Fuzz {{n}}"}""");
        yield return ("hmac-keys", n => $$"""{"name":"Fuzz {{n}}","anyAddress":true}""");
        yield return (
            "passcodes",
            n => $$"""{"lockIds":["{{door}}"],"startsAt":"2035-02-0{{n + 1}}T00:00:00Z","endsAt":"2035-02-0{{n + 1}}T01:00:00Z"}"""
        );
        yield return ("grants", n => $$"""{"lockId":"{{door}}","login":"fuzz-{{n}}@example.com","invitesUnknown":true}""");
        yield return ("users", n => $$"""{"login":"fuzz-member-{{n}}@example.com","role":"auditor"}""");
    }

    private sealed class Client(HttpClient http, string key)
    {
        /// <returns>Their ids, of one more than are spare.</returns>
        public async Task<IReadOnlyList<string>> MakeAsync(string path, Func<int, string> body)
        {
            var made = new List<string>();
            for (var n = 0; n <= Spares; n++)
            {
                made.Add((string)(await SendAsync(HttpMethod.Post, path, body(n)))["id"]!);
            }

            return made;
        }

        /// <summary>Null where the server refuses.</summary>
        public async Task<T?> TryAsync<T>(Func<Task<T>> act)
            where T : class
        {
            try
            {
                return await act();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        public async Task<JsonNode> SendAsync(HttpMethod verb, string path, string? json)
        {
            using var request = new HttpRequestMessage(verb, Root + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? JsonNode.Parse(body)! : throw new InvalidOperationException($"{verb} {path}: {body}");
        }
    }
}
