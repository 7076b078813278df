using System.Buffers.Text;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Dialects.Fuzz.Tokens;

/// <summary>A token as it was signed.</summary>
internal readonly record struct RightToken(string Text, string Claims, bool IsStandard);

/// <summary>The ways to bend a token.</summary>
internal static class TokenBender
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=";

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e9",
        "1.5",
        "9007199254740992",
        "\\u0000",
        "\\ud800",
        "\"alg\":\"none\"",
        "\"alg\":\"HS256\"",
        "\"typ\":\"JWT\"",
        "\"crit\":[]",
        "\"x5c\":[]",
        "\"iss\":null",
        "\"sub\":\"\"",
        "\"exp\":0",
        "\"jti\":\"\"",
        "\"operation\":{}",
        "\"locked\":false",
        "\"locked\":true",
        "\"type\":\"MUTATE_LOCK\"",
        "\"users\":[]",
        "é",
        "\uD83D\uDD11",
        " ",
        "\r\n",
        "\0",
        "/**/",
    ];

    /// <param name="signed">A right token of the victim's, and its claims.</param>
    public static BentToken Bend(TokenRun run, RightToken signed, Seed chances)
    {
        var (right, claims, isStandard) = signed;
        var content = right[..right.LastIndexOf('.')];
        var bent = chances.Next(10) switch
        {
            0 => Flipped(right, chances),
            1 => WithByte(right, chances),
            2 => Cut(right, chances),
            3 => WithOtherSignature(right, chances),
            4 => Moved(right, chances),
            5 => ByAnother(run, claims, chances, isStandard),
            6 => ByAnother(run, BentJson(claims, chances), chances, isStandard),
            7 => UnderOldSignature(right, BentJson(run.Victim.Header, chances), claims, isStandard),
            _ => UnderOldSignature(right, run.Victim.Header, BentJson(claims, chances), isStandard),
        };
        return new BentToken(bent, content);
    }

    /// <summary>One bit or a few.</summary>
    private static byte[] Flipped(string right, Seed chances)
    {
        var bytes = Encoding.ASCII.GetBytes(right);
        for (var i = chances.Next(3); i >= 0; i--)
        {
            bytes[chances.Next(bytes.Length)] ^= (byte)(1 << chances.Next(8));
        }

        return bytes;
    }

    /// <summary>A character of base64 for another: most often at the end, where the signature is.</summary>
    private static byte[] WithByte(string right, Seed chances)
    {
        var bytes = Encoding.ASCII.GetBytes(right);
        var from = chances.Next(2) == 0 ? right.LastIndexOf('.') + 1 : 0;
        bytes[from + chances.Next(bytes.Length - from)] = (byte)Alphabet[chances.Next(Alphabet.Length)];
        return bytes;
    }

    private static byte[] Cut(string right, Seed chances)
    {
        var from = chances.Next(right.Length);
        var length = Math.Min(1 + chances.Next(8), right.Length - from);
        return Encoding.ASCII.GetBytes(right.Remove(from, length));
    }

    private static byte[] WithOtherSignature(string right, Seed chances)
    {
        var parts = right.Split('.');
        var signature = new byte[chances.Next(4) == 0 ? chances.Next(80) + 1 : 64];
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] = (byte)chances.Next(256);
        }

        return Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(signature)}");
    }

    /// <summary>The parts in another order, or one of them twice.</summary>
    private static byte[] Moved(string right, Seed chances)
    {
        var parts = right.Split('.');
        return Encoding.ASCII.GetBytes($"{parts[chances.Next(3)]}.{parts[chances.Next(3)]}.{parts[chances.Next(3)]}");
    }

    /// <summary>Signed rightly, by somebody else: with their chain, or with that of the one they would like to be.</summary>
    private static byte[] ByAnother(TokenRun run, string claims, Seed chances, bool isStandard) =>
        Encoding.UTF8.GetBytes(run.Attacker.Sign(chances.Next(2) == 0 ? run.Attacker.Header : run.Victim.Header, claims, isStandard));

    private static byte[] UnderOldSignature(string right, string header, string claims, bool isStandard)
    {
        var signature = right[(right.LastIndexOf('.') + 1)..];
        return Encoding.ASCII.GetBytes($"{Part(header, isStandard)}.{Part(claims, isStandard)}.{signature}");
    }

    private static string Part(string json, bool isStandard)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return isStandard ? Convert.ToBase64String(bytes) : Base64Url.EncodeToString(bytes);
    }

    /// <summary>A piece put in, taken out or written over; one digit for another.</summary>
    private static string BentJson(string json, Seed chances)
    {
        for (var i = chances.Next(3); i >= 0; i--)
        {
            var at = chances.Next(json.Length);
            json = chances.Next(4) switch
            {
                0 => json.Insert(at, Pieces[chances.Next(Pieces.Length)]),
                1 => json.Remove(at, Math.Min(1 + chances.Next(4), json.Length - at)),
                2 => string.Concat(json.AsSpan(0, at), Pieces[chances.Next(Pieces.Length)], json.AsSpan(at + 1)),
                _ => WithDigit(json, chances),
            };
        }

        return json;
    }

    private static string WithDigit(string json, Seed chances)
    {
        var from = chances.Next(json.Length);
        var at = json.AsSpan(from).IndexOfAnyInRange('0', '9');
        return at < 0 ? json : string.Concat(json.AsSpan(0, from + at), ((char)('0' + chances.Next(10))).ToString(), json.AsSpan(from + at + 1));
    }
}
