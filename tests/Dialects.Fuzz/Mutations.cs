using System.Globalization;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz;

/// <summary>Odd pieces of requests, by a seed.</summary>
internal sealed class Mutations(Seed seed)
{
    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "00",
        " 7 ",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1e9",
        "1.5",
        "NaN",
        "0x10",
        "253402300799999",
        "253402300800000",
        "٣",
        "",
        "null",
        "true",
    ];

    private static readonly string[] Texts =
    [
        "%",
        "_",
        "'",
        "';--",
        "\\",
        "\"",
        "\0",
        "a\0b",
        "\r\nX: y",
        "\u202e",
        "\ud83d\udd11",
        "\ud800",
        "\uffff",
        "İı",
        "${x}",
        "{{x}}",
        "../..",
        "<b>",
        "[]",
        "{}",
    ];

    private static readonly string[] Names =
    [
        "date",
        "clientId",
        "accessToken",
        "lockId",
        "pageNo",
        "",
        "a[b]",
        "__proto__",
        "\ud83d\ude00",
        "LOCKID",
    ];

    public string Value() =>
        seed.Next(10) switch
        {
            < 5 => seed.Pick(Numbers),
            < 8 => seed.Pick(Texts),
            8 => new string((char)('a' + seed.Next(26)), seed.Next(5000)),
            _ => seed.Next().ToString(CultureInfo.InvariantCulture),
        };

    public string Name() => seed.Pick(Names);

    /// <summary>As it stands in a query or a form: escaped, escaped badly, or not at all.</summary>
    public string Escaped(string text) =>
        seed.Next(12) switch
        {
            0 => Ascii(text),
            1 => "%" + Ascii(text),
            2 => "%C0%AF",
            3 => "%00" + Uri.EscapeDataString(Whole(text)),
            _ => Uri.EscapeDataString(Whole(text)),
        };

    /// <summary>A JSON value: right, of another type, deep, or broken.</summary>
    public string Json(string text) =>
        seed.Next(14) switch
        {
            < 6 => $"\"{Ascii(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            6 => Ascii(text),
            7 => "null",
            8 => "[1,[2,{\"a\":3}]]",
            9 => Deep(seed.Next(40)),
            10 => "\"\\ud800\"",
            11 => "1" + new string('0', seed.Next(400)),
            12 => "tru",
            _ => "\"\\u0000\"",
        };

    public string ContentType() =>
        seed.Pick([
            "application/json",
            "application/json;charset=UTF-8",
            "application/json; charset=utf-16",
            "APPLICATION/JSON",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/xml",
            "application/json;charset=\"",
            ";",
            "*/*",
        ]);

    /// <summary>A header that a client may send by mistake or on purpose.</summary>
    public (string Name, string Value) Header() =>
        seed.Pick<(string, string)>([
            ("Accept", "text/html;q=0.1"),
            ("X-Forwarded-For", "10.0.0.1, 1.2.3.4"),
            ("X-HTTP-Method-Override", "DELETE"),
            ("Origin", "https://evil.example.com"),
            ("Cookie", "a=b; __Host-session=x"),
            ("Accept-Encoding", "br;q=9"),
            ("Expect", "100-continue"),
            ("Range", "bytes=0-1"),
            ("If-None-Match", "*"),
            ("Content-Encoding", "gzip"),
            ("X-App-Name", new string('x', seed.Next(2000))),
            ("Transfer-Encoding", "chunked"),
            ("Accept-Language", "\u00e9"),
        ]);

    public string BadAuthorization() =>
        seed.Pick([
            "",
            "Bearer",
            "Bearer ",
            "sk-",
            "sk-" + new string('0', 32),
            "Bearer sk-" + new string('0', 32),
            "Basic YTpi",
            "hmac username=\"x\"",
            "a,b",
            new string('t', seed.Next(400)),
            "lw_" + new string('0', 32),
            "\u00e9",
        ]);

    public byte[] Garbage(int most)
    {
        var bytes = new byte[seed.Next(most) + 1];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)seed.Next(256);
        }

        return bytes;
    }

    private static string Deep(int depth) => new string('[', depth) + new string(']', depth);

    private static string Ascii(string text) => string.Concat(text.Where(c => c is > ' ' and <= '~' and not '#'));

    /// <summary>Half a pair of surrogates cannot be escaped by the library.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
