using System.Globalization;
using Latchwork.Domain;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Fuzz.Keyvox;

/// <summary>The credential of one request: a signature in one of the forms that hold, or one that does not.</summary>
/// <param name="target">As it is sent, with the query.</param>
/// <param name="number">Of the request: it is in what is signed, so that none repeats another.</param>
internal sealed class KeyvoxSigning(KeyvoxTarget keyvox, HttpMethod verb, string target, byte[] body, string number, Seed seed, Mutations odd)
{
    private const string Host = "x-target-host";

    /// <summary>More than is read of a header (HM-1).</summary>
    private const int TooLong = 4200;

    private static readonly string[] Forms =
    [
        KeyvoxKey.Usual,
        KeyvoxKey.Usual,
        KeyvoxKey.Overview,
        "digest date @request-target",
        "request-line x-target-host digest date",
    ];

    private readonly string host = $"fuzz.{number}";
    private string date = DateOf(-seed.Next(250));
    private string digest = KeyvoxKey.DigestOf(body);
    private string names = seed.Pick(Forms);
    private string algorithm = "hmac-sha256";
    private string username = keyvox.Key.Key;

    /// <summary>2.4: the path alone may be signed. The query is then in nothing that is, so the request is told from others by its host.</summary>
    public void AddValid(HttpRequestMessage to)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var isPathOnly = question >= 0 && seed.Chance(0.2);
        if (isPathOnly)
        {
            names = "date request-line digest x-target-host";
        }

        var fields = Fields(keyvox.Key.Sign(Text(isPathOnly ? target[..question] : target)));
        if (seed.Chance(0.2))
        {
            fields.Reverse();
        }

        var value = $"{seed.Pick(["hmac", "HMAC", "Hmac"])} {string.Join(seed.Pick([", ", ",", " ,  "]), fields)}";
        var isByProxy = seed.Chance(0.1);
        Add(to, isByProxy ? "proxy-authorization" : "authorization", value);
        if (!isByProxy && seed.Chance(0.1))
        {
            Add(to, "proxy-authorization", odd.BadAuthorization());
        }
    }

    /// <summary>None of these holds, whatever else the request is.</summary>
    public void AddBent(HttpRequestMessage to)
    {
        var signature = () => keyvox.Key.Sign(Text(target));
        var value = seed.Next(15) switch
        {
            0 => "",
            1 => Whole(Flipped(signature())),
            2 => Whole((keyvox.Key with { Secret = keyvox.Key.Secret + "x" }).Sign(Text(target))),
            3 => Whole(With(ref digest, KeyvoxKey.DigestOf([.. body, 0]), signature)),
            4 => Whole(With(ref date, DateOf(seed.Chance(0.5) ? -400 : 400), signature)),
            5 => Whole(With(ref date, odd.Value(), signature)),
            6 => odd.BadAuthorization(),
            7 => Whole(With(ref algorithm, seed.Pick(["hmac-sha1", "none", "HMAC-SHA256", ""]), signature)),
            8 => Whole(With(ref names, seed.Pick(["date request-line", "request-line digest", "", "date  digest", "Date Digest"]), signature)),
            9 => Whole(With(ref names, names + seed.Pick([" x-absent", " date", " ", "\tdate"]), signature)),
            10 => Whole(With(ref username, seed.Pick([new string('0', 40), "", odd.Value()]), signature)),
            11 => $"{Whole(signature())}, username=\"{username}\"",
            12 => $"hmac {string.Join(", ", Fields(signature()).Skip(1))}",
            13 => Whole(signature()).Replace("hmac ", "hmac" + new string(' ', TooLong), StringComparison.Ordinal),
            _ => Whole(keyvox.Key.Sign(Text(target + "x"))[..^1]),
        };
        Add(to, "authorization", value);
        if (value.Length > 0 && seed.Chance(0.2))
        {
            Add(to, "authorization", Whole(signature()));
        }
    }

    private static string With(ref string part, string other, Func<string> signature)
    {
        part = other;
        return signature();
    }

    private void Add(HttpRequestMessage to, string header, string authorization)
    {
        foreach (var (name, value) in new[] { ("date", date), ("digest", digest), (Host, host), (header, authorization) })
        {
            if (value.Length > 0 && (name == header || !to.Headers.NonValidated.Contains(name)))
            {
                to.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private string Whole(string signature) => $"hmac {string.Join(", ", Fields(signature))}";

    private List<string> Fields(string signature) =>
        [$"username=\"{username}\"", $"algorithm=\"{algorithm}\"", $"headers=\"{names}\"", $"signature=\"{signature}\""];

    private string Text(string signedTarget) =>
        string.Join(
            '\n',
            names
                .Split(' ')
                .Select(name =>
                    name switch
                    {
                        "request-line" => $"{verb.Method} {signedTarget} HTTP/1.1",
                        "@request-target" => $"@request-target: {verb.Method.ToLowerInvariant()} {signedTarget}",
                        "date" => $"date: {date}",
                        "digest" => $"digest: {digest}",
                        Host => $"{Host}: {host}",
                        _ => $"{name}: ",
                    }
                )
        );

    private static string Flipped(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];

    private static string DateOf(int seconds) =>
        TimeProvider.System.GetUtcNow().AddSeconds(seconds).UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
