using System.Security.Cryptography;
using OtpNet;

namespace Latchwork.Operations.SecondFactors;

/// <summary>
/// Codes of six digits that an app works out from a secret and the time, a new one every 30 s (RFC 6238 with its defaults: SHA-1, which is sound in an HMAC, and the
/// only one that every app knows).
/// </summary>
internal static class Totp
{
    public const int Digits = 6;

    private const int SecretBytes = 20;
    private const string Issuer = "Latchwork";

    /// <summary>The clock of a telephone may be one step off (RFC 6238, 5.2).</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>As people type it: base32 without padding (RFC 4648).</summary>
    public static string TextOf(byte[] secret) => Base32Encoding.ToString(secret).TrimEnd('=');

    /// <summary>What the app reads from a QR code.</summary>
    public static string UriOf(byte[] secret, string account) => new OtpUri(OtpType.Totp, TextOf(secret), account, Issuer).ToString();

    /// <summary>The step that the code is of; null: of none that counts now.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now) =>
        IsCode(code) && new OtpNet.Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, Window) ? step : null;

    public static string CodeOf(string secret, DateTimeOffset at) => new OtpNet.Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(at.UtcDateTime);

    /// <summary>Whether it has the form of one.</summary>
    public static bool IsCode(string text) => text.Length == Digits && text.All(char.IsAsciiDigit);
}
