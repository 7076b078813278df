using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Native;

/// <summary>Bodies as a client's, made from the schemas of the API's own document: what must be there is, what may be is now and then.</summary>
internal sealed class NativeBodies(NativeTarget target)
{
    private const int Deepest = 5;
    private const string Reservations = "/reservations";

    /// <summary>What a name means that its schema does not say: usual values, so that requests come as far as a client's do.</summary>
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["timeZone"] = ["Europe/London", "Asia/Tokyo", "Nowhere"],
        ["family"] = ["simulator", "zwavejs", "none"],
        ["address"] = ["simulator:demo?travel=0", "1 High Street"],
        ["url"] = ["http://127.0.0.1:9/hook", "http://192.0.2.1/"],
        ["format"] = ["latchwork", "keyvox-text", "keyvox-locks"],
        ["login"] = ["fuzz-1@example.com", "nobody@example.com", "desk"],
        ["person"] = ["desk@example.com"],
        ["digits"] = ["862937", "1"],
        ["number"] = ["101", "305419896"],
        ["from"] = ["08:00", "22:00"],
        ["until"] = ["18:00", "24:00", "06:00"],
        ["days"] = ["monday", "sunday"],
        ["exceptOn"] = ["2031-12-25"],
        ["startsAt"] = ["2035-03-01T12:00:00Z", "2035-03-01T12:00"],
        ["endsAt"] = ["2035-03-02T12:00:00Z", "2035-03-02T12:00"],
        ["box"] = ["00-00", "1"],
        ["boxes"] = ["00-00", "00-01"],
        ["email"] = ["guest@example.com", "guest"],
        ["addresses"] = ["192.0.2.0/24"],
        ["permittedAddresses"] = ["127.0.0.0/8"],
        ["events"] = ["lock.unlock", "battery.*"],
        ["scopes"] = ["locks:read"],
        ["token"] = ["AAAA"],
        ["password"] = ["a long and quiet password"],
    };

    /// <summary>Which list an id is of, where its name does not begin with it.</summary>
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["siteId"] = "sites",
        ["unitId"] = "units",
        ["planId"] = "plans",
        ["lockId"] = "locks",
        ["lockerId"] = "lockers",
        ["linkId"] = "links",
        ["userId"] = "users",
        ["id"] = "units",
        ["lockIds"] = "locks",
        ["unitIds"] = "units",
        ["siteIds"] = "sites",
        ["userIds"] = "users",
        ["devices"] = "locks",
    };

    /// <summary>Null where the route takes none.</summary>
    public JsonNode? Of(FuzzRoute route, Seed seed)
    {
        var schema = target
            .Document["paths"]
            ?[route.Path]
            ?[route.Verbs[0].ToLowerInvariant()]
            ?["requestBody"]
            ?["content"]
            ?["application/json"]
            ?["schema"];
        var body = schema is null ? null : Value("", schema, seed, 0);
        if (route.Path.Contains("/webhooks", StringComparison.Ordinal) && body is JsonObject webhook && webhook.ContainsKey("url"))
        {
            // Nobody is told of all that a run does.
            webhook["isEnabled"] = false;
        }

        if (IsStay(route) && body is JsonObject stay && seed.Chance(0.8))
        {
            // By the clocks of the site.
            var day = 1 + seed.Next(27);
            (stay["startsAt"], stay["endsAt"]) = ($"2036-04-{day:00}T15:00", $"2036-04-{day + 1:00}T10:00");
            if (route.Path.EndsWith(Reservations, StringComparison.Ordinal))
            {
                stay["siteId"] = target.Known["sites"][0];
            }
        }

        return body;
    }

    private static bool IsStay(FuzzRoute route) =>
        route.Verbs[0] == "POST"
        && (route.Path.EndsWith(Reservations, StringComparison.Ordinal) || route.Path.EndsWith("/blocks", StringComparison.Ordinal));

    private JsonNode? Value(string name, JsonNode schema, Seed seed, int depth)
    {
        if ((string?)schema["$ref"] is { } path)
        {
            return depth > Deepest
                ? new JsonObject()
                : Value(name, target.Document["components"]!["schemas"]![path.Split('/')[^1]]!, seed, depth + 1);
        }

        if (schema["enum"] is JsonArray words)
        {
            return seed.Pick([.. words])!.DeepClone();
        }

        return (string?)schema["type"] switch
        {
            "object" => Members(schema, seed, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, 1 + seed.Next(2)).Select(_ => Value(name, schema["items"]!, seed, depth + 1))]),
            "boolean" => seed.Chance(0.5),
            "integer" => seed.Pick([0, 1, 2, 10, 60, 100]),
            "number" => 1.5,
            _ => Text(name, (string?)schema["format"], seed),
        };
    }

    private JsonObject Members(JsonNode schema, Seed seed, int depth)
    {
        var needed = (schema["required"] as JsonArray ?? []).Select(one => (string)one!).ToHashSet(StringComparer.Ordinal);
        var (body, rate) = (new JsonObject(), seed.Pick([0, 0.1, 0.4]));
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            if (needed.Contains(name) || seed.Chance(rate))
            {
                body[name] = Value(name, member!, seed, depth);
            }
        }

        return body;
    }

    private string Text(string name, string? format, Seed seed) =>
        Lists.TryGetValue(name, out var list) && target.Known[list] is { Count: > 0 } ids
            ? seed.Pick(seed.Chance(0.95) ? ids : target.Known["foreign"])
        : Usual.TryGetValue(name, out var usual) && format != "date" ? seed.Pick(usual)
        : format == "date-time"
            ? new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(seed.Next(1000)).ToString("O", CultureInfo.InvariantCulture)
        : format == "date" ? "2031-12-25"
        : "Fuzz";
}
