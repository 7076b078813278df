using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>Random ids and secrets in the forms of the wires: every character equally likely, from the system's generator (AZ-8, AK-1, HM-8).</summary>
public static class SecretMaker
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary><c>sk-</c> and 32 base62 characters, 190 bits.</summary>
    public static string SifelyKey() => "sk-" + Base62(32);

    /// <summary><c>cli_</c> and 8 lower-case letters and digits: an id, no secret.</summary>
    public static string SifelyClientId() => "cli_" + RandomNumberGenerator.GetString(Lower + Digits, 8);

    /// <summary><c>lw_</c> and 32 base62 characters, 190 bits.</summary>
    public static string NativeKey() => "lw_" + Base62(32);

    /// <summary>40 base62 characters: names a pair of the HMAC wire.</summary>
    public static string HmacKey() => Base62(40);

    /// <summary>44 base62 characters, 261 bits.</summary>
    public static string HmacSecret() => Base62(44);

    /// <summary>24 lower-case hex digits.</summary>
    public static string Hex24() => Hex(24);

    /// <summary>16 upper-case hex digits.</summary>
    public static string UpperHex16() => RandomNumberGenerator.GetHexString(16, lowercase: false);

    /// <summary>9 of A–Z and 0–9.</summary>
    public static string Upper9() => UpperAlphanumeric(9);

    /// <summary>Lower-case letters, for names: no secret.</summary>
    public static string Letters(int length) => RandomNumberGenerator.GetString(Lower, length);

    public static string Base62(int length) => RandomNumberGenerator.GetString(Digits + Lower + Upper, length);

    /// <summary>Lower case.</summary>
    public static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);

    public static string UpperAlphanumeric(int length) => RandomNumberGenerator.GetString(Upper + Digits, length);

    /// <summary>A random UUID of version 4 (RFC 9562 §5.4), in lower case: one client knows no newer version (doordeck.md 1).</summary>
    public static string Uuid4()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A one-time code. Codes are short: the number of tries is what protects them (JW-10).</summary>
    public static string DigitString(int length) => RandomNumberGenerator.GetString(Digits, length);
}
