using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <summary>Requests that begin as a client's and are then bent: path, query, headers, credential and body, each by itself.</summary>
internal sealed class KeyvoxRequests(KeyvoxTarget target)
{
    private const string Hosted = "/api/eagle-pms";

    /// <summary>More than the server reads (AZ-10).</summary>
    private const int Huge = 300 * 1024;

    private static readonly string[] OddVerbs = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"];

    /// <summary>Where a service may also come with its token.</summary>
    private static readonly string[] OpenToServices = ["/v1/unlock", "/v1/createLockPin", "/v1/locks/events", "/bacsorder/create", "/bacsorder/list"];

    private static readonly Dictionary<string, string> OverviewNames = new(StringComparer.Ordinal)
    {
        ["/place/list"] = "/v1/getPlaces",
        ["/plan/list"] = "/v1/getRoomPlans",
        ["/place/availableList"] = "/v1/getAvailableRooms",
        ["/bacsorder/create"] = "/v1/createBooking",
        ["/bacsorder/detail"] = "/v1/getBookingDetails",
    };

    private static readonly string[] Names =
    [
        "lockId",
        "unitId",
        "placeId",
        "page",
        "count",
        "records",
        "position",
        "flag",
        "sTime",
        "eTime",
        "deviceId",
        "boxNum",
        "targetName",
        "orderId",
    ];

    public FuzzRequest Make(ulong start, int number)
    {
        var seed = new Seed(start).Fork(number.ToString(CultureInfo.InvariantCulture));
        var odd = new Mutations(seed);
        var route = target.Routes[number % target.Routes.Count];
        var verb = new HttpMethod(seed.Chance(0.04) ? seed.Pick(OddVerbs) : route.Verbs[0]);
        var usual = KeyvoxBodies.Of(route, target, seed);
        var path = PathOf(route, seed) + QueryOf(usual, seed, odd);
        var body = BodyOf(usual, seed, odd);
        // As it stands: what is signed is what is sent.
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var message = new HttpRequestMessage(verb, new Uri(target.Address.GetLeftPart(UriPartial.Authority) + path, raw))
        {
            Content = body.Length == 0 && seed.Chance(0.5) ? null : Content(body, seed, odd),
        };
        // By number, not by seed: half of every function's requests, whatever else happens to them.
        var isValid = number / target.Routes.Count % 2 == 0;
        var signing = new KeyvoxSigning(target, verb, path, body, string.Create(CultureInfo.InvariantCulture, $"{start}.{number}"), seed, odd);
        Authorize(message, route, signing, isValid, seed);
        AddHeaders(message, seed, odd);
        return new FuzzRequest(number, route, message, isValid);
    }

    /// <summary>Under any of the prefixes that clients know (1.1), and now and then under none of them.</summary>
    private static string PathOf(FuzzRoute route, Seed seed)
    {
        var own = seed.Chance(0.3) && OverviewNames.TryGetValue(route.Path, out var name) ? name : route.Path;
        var path = own.StartsWith("/v1/", StringComparison.Ordinal)
            ? seed.Pick(["", Hosted]) + own
            : seed.Pick(["", Hosted, "/v1", $"{Hosted}/v1"]) + own;
        return seed.Next(60) switch
        {
            0 => path.ToUpperInvariant(),
            1 => path + "/",
            2 => path + "/x",
            3 => path + "%00",
            4 => path.Replace("/v1", "/v1/../v1", StringComparison.Ordinal),
            5 => "/" + path,
            6 => path.Replace("t", "%74", StringComparison.Ordinal),
            7 => path + "%2e%2e/",
            8 => path + "%C3%28",
            _ => path,
        };
    }

    private static string QueryOf(JsonNode usual, Seed seed, Mutations odd)
    {
        var pairs = new List<string>();
        while (seed.Chance(0.2))
        {
            var names = usual.AsObject().Select(member => member.Key).Concat(Names).ToList();
            var name = seed.Chance(0.9) ? seed.Pick(names) : Uri.EscapeDataString(odd.Name());
            pairs.Add($"{name}={odd.Escaped(odd.Value())}");
            if (seed.Chance(0.1))
            {
                pairs.Add(seed.Chance(0.5) ? pairs[^1] : $"{name}=1");
            }
        }

        return pairs.Count == 0 ? "" : $"?{string.Join('&', pairs)}";
    }

    private static byte[] BodyOf(JsonNode usual, Seed seed, Mutations odd) =>
        seed.Next(24) switch
        {
            < 9 => Text(usual.ToJsonString()),
            < 16 => Text(new JsonBender(seed, odd, seed.Pick([0.05, 0.15, 0.4])).Bend(usual)),
            16 => Text("null"),
            17 => odd.Garbage(300),
            18 => Text(new string('[', 70) + new string(']', 70)),
            19 => Text(usual.ToJsonString())[..^1],
            20 => Encoding.Unicode.GetBytes(usual.ToJsonString()),
            21 => seed.Chance(0.1) ? new byte[Huge] : [0xEF, 0xBB, 0xBF, .. Text(usual.ToJsonString())],
            22 => Text(usual.ToJsonString() + seed.Pick([" ", "{}", "\0", "//", ","])),
            _ => [],
        };

    private void Authorize(HttpRequestMessage message, FuzzRoute route, KeyvoxSigning signing, bool isValid, Seed seed)
    {
        var isHook = KeyvoxRules.IsHook(route);
        if (isValid && (isHook || (OpenToServices.Contains(route.Path) && seed.Chance(0.15))))
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"{seed.Pick(["Bearer", "bearer"])} {target.Token}");
        }
        else if (isValid)
        {
            signing.AddValid(message);
        }
        else if (isHook && seed.Chance(0.5))
        {
            // However well it is signed: hooks are for tokens.
            signing.AddValid(message);
        }
        else
        {
            signing.AddBent(message);
        }
    }

    private static void AddHeaders(HttpRequestMessage message, Seed seed, Mutations odd)
    {
        while (seed.Chance(0.12))
        {
            var (name, value) = odd.Header();
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (message.Content is { } content && seed.Chance(0.05))
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", seed.Pick(["UTF-8", "gzip", "br", "identity"]));
        }

        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("fuzz", "1"));
    }

    private static ByteArrayContent Content(byte[] bytes, Seed seed, Mutations odd)
    {
        var content = new ByteArrayContent(bytes);
        if (seed.Chance(0.9))
        {
            content.Headers.TryAddWithoutValidation("Content-Type", seed.Chance(0.7) ? "application/json" : odd.ContentType());
        }

        return content;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
