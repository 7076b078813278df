using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Testing.Keyvox;

/// <summary>A key pair of the KEYVOX wire, and how its clients sign with it (keyvox.md 2): written from the specification, apart from the server's own reading of it.</summary>
public sealed record KeyvoxKey(string Key, string Secret)
{
    public const string Usual = "date request-line digest";
    public const string Overview = "x-target-host date digest";

    public override string ToString() => Key;

    /// <summary>A request as a client of the field sends it.</summary>
    public HttpRequestMessage Request(string target, string body, DateTimeOffset now, KeyvoxForm? form = null)
    {
        form ??= new KeyvoxForm();
        var bytes = Encoding.UTF8.GetBytes(body);
        var date = form.Date ?? now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        var digest = form.Digest ?? DigestOf(bytes);
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = form.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        Add(request, "date", date);
        Add(request, "digest", digest);
        Add(request, "x-target-host", "default.pms");
        Add(request, form.Header, form.Authorization ?? Authorization(form, target, date, digest));
        return request;
    }

    public static string DigestOf(byte[] body) => $"SHA-256={Convert.ToBase64String(SHA256.HashData(body))}";

    /// <summary>Over a signing text.</summary>
    public string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private string Authorization(KeyvoxForm form, string target, string date, string digest)
    {
        var lines = form
            .Headers.Split(' ')
            .Select(name =>
                name switch
                {
                    "request-line" => $"POST {form.SignedTarget ?? target} {form.Protocol}",
                    "@request-target" => $"@request-target: post {form.SignedTarget ?? target}",
                    "date" => $"date: {date}",
                    "digest" => $"digest: {digest}",
                    "x-target-host" => "x-target-host: default.pms",
                    _ => $"{name}: {form.Also}",
                }
            );
        return $"""hmac username="{form.Username ?? Key}", algorithm="{form.Algorithm}", headers="{form.Headers}", signature="{Sign(string.Join('\n', lines))}" """.Trim();
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (value.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}

/// <summary>What of a request is otherwise than usual. Empty text leaves the header away.</summary>
public sealed record KeyvoxForm
{
    public string Headers { get; init; } = KeyvoxKey.Usual;

    public string Algorithm { get; init; } = "hmac-sha256";

    public string Protocol { get; init; } = "HTTP/1.1";

    public string Header { get; init; } = "authorization";

    public string? ContentType { get; init; } = "application/json";

    public string? Username { get; init; }

    public string? Date { get; init; }

    public string? Digest { get; init; }

    public string? SignedTarget { get; init; }

    /// <summary>The value of any other listed header.</summary>
    public string Also { get; init; } = "";

    /// <summary>In place of all that.</summary>
    public string? Authorization { get; init; }
}
