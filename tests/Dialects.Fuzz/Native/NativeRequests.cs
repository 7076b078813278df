using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Native;

/// <summary>Requests that begin as a client's and are then bent: path, query, headers, key and body, each by itself.</summary>
internal sealed class NativeRequests(NativeTarget target)
{
    private const string Stream = "GET /api/v1/events/stream";
    private const string Export = "GET /api/v1/events/export";

    /// <summary>More than the server reads (AZ-10).</summary>
    private const int Huge = 300 * 1024;

    private static readonly string[] OddVerbs = ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "post"];

    /// <summary>They end what the rest of the run needs: they name what may be ended, or nothing.</summary>
    private static readonly string[] EndingWords = ["/cancel", "/check-in", "/check-out", "/approve", "/refuse", "/freeze", "/switch-off", "/limits"];

    private static readonly (string Name, string[] Values)[] Parameters =
    [
        ("limit", ["1", "50", "5000"]),
        ("cursor", ["AAAA"]),
        ("total", ["true", "false"]),
        ("name", ["Front", "%"]),
        ("from", ["2035-01-01T00:00:00Z", "2035-01-01"]),
        ("until", ["2035-02-01T00:00:00Z"]),
        ("since", ["2020-01-01T00:00:00Z"]),
        ("after", ["0", "12345"]),
        ("before", ["end"]),
        ("state", ["booked", "lost"]),
        ("open", ["true"]),
        ("kind", ["lock", "toaster"]),
        ("search", ["Guest", "guest@example.com"]),
        ("format", ["csv", "jsonl", "xml"]),
    ];

    private static readonly (string Name, string List)[] IdParameters =
    [
        ("siteId", "sites"),
        ("unitId", "units"),
        ("planId", "plans"),
        ("lockId", "locks"),
        ("lockIds", "locks"),
        ("linkId", "links"),
        ("userId", "users"),
    ];

    private readonly NativeBodies bodies = new(target);

    public FuzzRequest Make(ulong start, int number)
    {
        var seed = new Seed(start).Fork(number.ToString(CultureInfo.InvariantCulture));
        var odd = new Mutations(seed);
        var route = target.Routes[number % target.Routes.Count];
        var verb = seed.Chance(0.05) ? seed.Pick(OddVerbs) : route.Verbs[0];
        var message = new HttpRequestMessage(
            new HttpMethod(verb),
            new Uri(target.Address, PathOf(route, verb, seed, odd) + QueryOf(route, seed, odd))
        )
        {
            Content = BodyOf(route, seed, odd),
        };
        var hasCredential = Authorize(message, number, seed, odd);
        AddHeaders(message, seed, odd);
        return new FuzzRequest(number, route, message, hasCredential);
    }

    private string PathOf(FuzzRoute route, string verb, Seed seed, Mutations odd)
    {
        var list = route.Path[NativeTarget.Root.Length..].Split('/')[0];
        var ends = verb is "DELETE" || EndingWords.Any(word => route.Path.EndsWith(word, StringComparison.Ordinal));
        var segments = route.Path.Split('/').Select(segment => segment.StartsWith('{') ? Named(segment, list, ends, seed, odd) : segment);
        var path = string.Join('/', segments);
        return seed.Next(40) switch
        {
            0 => path.ToUpperInvariant(),
            1 => path + "/",
            2 => path + "/x",
            3 => path + "%00",
            _ => path,
        };
    }

    private string Named(string name, string list, bool ends, Seed seed, Mutations odd)
    {
        if (name != "{id}")
        {
            return seed.Chance(0.8) ? seed.Pick(["00-00", "lock.unlock", "1"]) : odd.Escaped(odd.Value());
        }

        var ids = (ends ? target.Spare : target.Known).GetValueOrDefault(list) ?? [];
        return seed.Next(20) switch
        {
            < 14 => ids.Count == 0 ? Guid.Empty.ToString() : seed.Pick(ids),
            14 => ids.Count == 0 ? "x" : seed.Pick(ids).ToUpperInvariant(),
            15 => ends ? Guid.Empty.ToString() : seed.Pick(target.Known["locks"]),
            16 => Guid.Empty.ToString(),
            17 => seed.Pick(target.Known["foreign"]),
            _ => odd.Escaped(odd.Value()),
        };
    }

    private string QueryOf(FuzzRoute route, Seed seed, Mutations odd)
    {
        var pairs = new List<string>();
        // A stream that goes on would hold up the run, and an export of everything too.
        if (route.Name == Stream)
        {
            pairs.Add("follow=false");
        }

        if (route.Name is Stream or Export)
        {
            pairs.Add("types=tenant.changed");
        }

        if (route.Path.EndsWith("/free-units", StringComparison.Ordinal) || route.Path.EndsWith("/free-boxes", StringComparison.Ordinal))
        {
            pairs.AddRange(["from=2035-01-01T00:00:00Z", "until=2035-01-02T00:00:00Z"]);
        }

        while (seed.Chance(0.2))
        {
            var (name, values) = seed.Pick(Parameters);
            pairs.Add($"{name}={(seed.Chance(0.6) ? seed.Pick(values) : odd.Escaped(odd.Value()))}");
        }

        if (seed.Chance(0.1))
        {
            var (name, list) = seed.Pick(IdParameters);
            pairs.Add($"{name}={seed.Pick(target.Known[seed.Chance(0.8) ? list : "foreign"])}");
        }

        return pairs.Count == 0 ? "" : $"?{string.Join('&', pairs)}";
    }

    private ByteArrayContent? BodyOf(FuzzRoute route, Seed seed, Mutations odd)
    {
        var usual = bodies.Of(route, seed);
        if (usual is null && seed.Chance(0.8))
        {
            return null;
        }

        var bytes = seed.Next(20) switch
        {
            < 8 => Text(usual?.ToJsonString() ?? ""),
            < 15 => Text(new JsonBender(seed, odd, seed.Pick([0.05, 0.15, 0.4])).Bend(usual)),
            15 => odd.Garbage(300),
            16 => Text(new string('[', 70) + new string(']', 70)),
            17 => Cut(Text(usual?.ToJsonString() ?? "{\"a\":1}"), seed),
            18 => Encoding.Unicode.GetBytes(usual?.ToJsonString() ?? "{}"),
            _ => seed.Chance(0.1) ? new byte[Huge] : [],
        };
        return bytes.Length == 0 && seed.Chance(0.5) ? null : Content(bytes, seed.Chance(0.85) ? "application/json" : odd.ContentType());
    }

    /// <returns>Whether it is one that holds.</returns>
    private bool Authorize(HttpRequestMessage message, int number, Seed seed, Mutations odd)
    {
        // By number, not by seed: half of every route's requests, whatever else happens to them.
        var isValid = number / target.Routes.Count % 2 == 0;
        var value = isValid
            ? $"{(seed.Chance(0.9) ? "Bearer" : "bearer")} {target.Key}"
            : seed.Next(4) switch
            {
                0 => $"Bearer {target.Key[..^1]}",
                1 => target.Key,
                2 => $"Bearer {target.Key} {target.Key}",
                _ => odd.BadAuthorization(),
            };
        if (value.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("Authorization", value);
        }

        return isValid;
    }

    private static void AddHeaders(HttpRequestMessage message, Seed seed, Mutations odd)
    {
        if (seed.Chance(0.15))
        {
            message.Headers.TryAddWithoutValidation("Idempotency-Key", seed.Chance(0.6) ? $"key-{seed.Next(50)}" : odd.Value());
        }

        if (seed.Chance(0.1))
        {
            message.Headers.TryAddWithoutValidation("If-Match", seed.Pick(["*", "\"AAAAAAAAAAAAAAAAAAAAAA\"", "W/\"a\"", odd.Value()]));
        }

        while (seed.Chance(0.1))
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

    private static ByteArrayContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Cut(byte[] bytes, Seed seed) => bytes.Length == 0 ? bytes : bytes[..seed.Next(bytes.Length)];
}
