using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Doordeck;

/// <summary>Requests that begin as a client's and are then bent: path, query, headers, credential and body, each by itself.</summary>
internal sealed class DoordeckRequests(DoordeckTarget target)
{
    private const string Refresh = "POST /auth/token/refresh";

    private static readonly HashSet<string> LogIns = new(StringComparer.Ordinal)
    {
        "POST /auth/token",
        "POST /auth/register",
        "POST /account/password",
        "POST /account/password/reset/verify",
    };

    /// <summary>The token of the run may not call these: the rest would have none, or nobody.</summary>
    private static readonly string[] Ends = ["POST /auth/token/destroy", "DELETE /account"];

    /// <summary>They never name what is there: the rest of the run would have nothing to name.</summary>
    private static readonly string[] EndingThings = ["DELETE /platform/application/{applicationId}"];

    private static readonly string[] OddVerbs = ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "post"];

    private static readonly (string Name, string[] Values)[] Parameters =
    [
        ("start", ["0", "1626945087", "1473061669.5"]),
        ("end", ["4102444800", "253402300799"]),
        ("method", ["EMAIL", "SMS", "WHATSAPP"]),
        ("force", ["true", "false"]),
        ("visitor", ["true"]),
        ("code", ["nothing"]),
        ("token", ["nothing"]),
        ("pageSize", ["1", "100"]),
        ("lastUserRetrieved", ["00000000-0000-4000-8000-000000000000"]),
    ];

    private static readonly string[] Accepts =
    [
        "application/json, text/plain, */*",
        "application/vnd.doordeck.api-v2+json",
        "application/vnd.doordeck.api-v3+json,application/json",
        "application/vnd.doordeck.api-v99999999999999999999+json",
        "application/vnd.doordeck.api-v-1+json",
        "application/vnd.doordeck.api-v+json",
        "application/vnd.doordeck.api-v2+json;q=0, ,;",
        "text/html",
        "*",
        ",",
    ];

    private readonly SignedBodies signed = new(target);

    public static bool IsLogIn(FuzzRoute route) => LogIns.Contains(route.Name);

    public FuzzRequest Make(ulong start, int number, bool mayLogIn)
    {
        var seed = new Seed(start).Fork(number.ToString(CultureInfo.InvariantCulture));
        var odd = new Mutations(seed);
        var route = target.Routes[number % target.Routes.Count];
        if (IsLogIn(route) && !mayLogIn)
        {
            route = target.Routes.First(other => other.Name == DoordeckRules.Execute);
        }

        var verb = seed.Chance(0.05) ? seed.Pick(OddVerbs) : route.Verbs[0];
        var message = new HttpRequestMessage(new HttpMethod(verb), new Uri(target.Address, PathOf(route, seed, odd) + QueryOf(seed, odd)))
        {
            Content = route.Name == DoordeckRules.Execute ? signed.Make(seed, odd) : BodyOf(route, number, seed, odd),
        };
        var hasCredential = Authorize(message, route, number, seed, odd);
        AddHeaders(message, seed, odd);
        return new FuzzRequest(number, route, message, hasCredential);
    }

    private string PathOf(FuzzRoute route, Seed seed, Mutations odd)
    {
        var segments = route.Path.Split('/').Select(segment => segment.StartsWith('{') ? IdOf(route, segment, seed, odd) : segment);
        var path = string.Join('/', segments);
        return seed.Next(40) switch
        {
            0 => path.ToUpperInvariant(),
            1 or 2 => path + "/",
            3 => path + "/x",
            4 => path + "%00",
            _ => path,
        };
    }

    private string IdOf(FuzzRoute route, string name, Seed seed, Mutations odd)
    {
        var isEnd = EndingThings.Contains(route.Name);
        return seed.Next(20) switch
        {
            < 14 => isEnd ? Guid.Empty.ToString() : seed.Pick(target.Known[name]),
            14 => isEnd ? "x" : seed.Pick(target.Known[name]).ToUpperInvariant(),
            15 => seed.Pick(target.Known[seed.Pick<string>(["{siteId}", "{userId}", "{tileId}"])]),
            16 => "00000000-0000-4000-8000-000000000000",
            17 => "%7B" + Guid.Empty + "%7D",
            _ => odd.Escaped(odd.Value()),
        };
    }

    private static string QueryOf(Seed seed, Mutations odd)
    {
        var pairs = new List<string>();
        while (seed.Chance(0.35))
        {
            var (name, values) = seed.Pick(Parameters);
            pairs.Add($"{name}={(seed.Chance(0.6) ? seed.Pick(values) : odd.Escaped(odd.Value()))}");
        }

        return pairs.Count == 0 ? "" : $"?{string.Join('&', pairs)}";
    }

    private ByteArrayContent? BodyOf(FuzzRoute route, int number, Seed seed, Mutations odd)
    {
        var usual = DoordeckBodies.Of(route, target, number);
        var bytes = seed.Next(20) switch
        {
            < 5 => Text(usual?.ToJsonString() ?? ""),
            < 13 => Text(new JsonBender(seed, odd, seed.Pick([0.05, 0.15, 0.4])).Bend(usual)),
            13 => Text("null"),
            14 => odd.Garbage(300),
            15 => Text(new string('[', 70) + new string(']', 70)),
            16 => Cut(Text(usual?.ToJsonString() ?? "{\"a\":1}"), seed),
            17 => Encoding.Unicode.GetBytes(usual?.ToJsonString() ?? "{}"),
            18 => seed.Chance(0.1) ? new byte[DoordeckBodies.Huge] : DoordeckBodies.Picture(seed),
            _ => [],
        };
        return bytes.Length == 0 && seed.Chance(0.5) ? null : Content(bytes, seed.Chance(0.7) ? "application/json" : odd.ContentType());
    }

    /// <returns>Whether it is one that holds.</returns>
    private bool Authorize(HttpRequestMessage message, FuzzRoute route, int number, Seed seed, Mutations odd)
    {
        // By number, not by seed: half of every route's requests, whatever else happens to them.
        var isValid = number / target.Routes.Count % 2 == 0 && !Ends.Contains(route.Name, StringComparer.Ordinal);
        var value = !isValid
            ? BentToken(seed, odd)
            : (seed.Chance(0.9) ? "Bearer " : "bearer ") + (route.Name == Refresh ? target.RefreshToken : target.Phone.AuthToken);
        if (value.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("Authorization", value);
        }

        return isValid;
    }

    /// <summary>The token of the run with one part bent, the one to refresh with, or no token at all.</summary>
    private string BentToken(Seed seed, Mutations odd)
    {
        var token = target.Phone.AuthToken;
        var parts = token.Split('.');
        return seed.Next(8) switch
        {
            0 => $"Bearer {token[..^(1 + seed.Next(20))]}",
            1 => $"Bearer {parts[0]}.{parts[1]}.",
            2 => $"Bearer eyJhbGciOiJub25lIn0.{parts[1]}.",
            3 => $"Bearer {parts[0]}.{Convert.ToBase64String(odd.Garbage(200))}.{parts[2]}",
            4 => $"Bearer {target.Phone.Sign(target.Phone.Header(), target.Phone.Claims(target.Locks[0], []))}",
            5 => $"Basic {token}",
            6 => $"Bearer {token} {token}",
            _ => odd.BadAuthorization(),
        };
    }

    private static void AddHeaders(HttpRequestMessage message, Seed seed, Mutations odd)
    {
        message.Headers.TryAddWithoutValidation("Accept", seed.Chance(0.8) ? Accepts[seed.Next(3)] : seed.Pick(Accepts));
        while (seed.Chance(0.12))
        {
            var (name, value) = odd.Header();
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (message.Content is { } content && seed.Chance(0.03))
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", seed.Pick(["gzip", "br", "identity", "x"]));
        }

        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("fuzz", "1"));
    }

    public static ByteArrayContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Cut(byte[] bytes, Seed seed) => bytes[..seed.Next(bytes.Length)];
}
