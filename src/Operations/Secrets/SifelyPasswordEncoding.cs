using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// The encoding that the Sifely wire sends instead of a password: lower-case hex MD5 of its UTF-8 bytes (sifely.md §21). It is an encoding
/// here, never a protection (AK-4). Every password goes through it, so that one stored hash serves every wire (AK-5).
/// </summary>
public static class SifelyPasswordEncoding
{
    internal const int Size = 16;

    /// <param name="password">As it was typed: the wire's clients do not normalise it, so neither do we.</param>
    public static EncodedPassword Encode(string password)
    {
        Span<byte> md5 = stackalloc byte[Size];
        Encode(password, md5);
        return new EncodedPassword(Convert.ToHexStringLower(md5));
    }

    /// <summary>What a client of the wire sends for a password: as secret as the password itself.</summary>
    public static string TextFor(string password) => Encode(password).Reveal();

    /// <summary>Takes exactly 32 hex digits, in either case, and nothing around them.</summary>
    public static Outcome<EncodedPassword> Parse(string? field) =>
        field is { Length: 2 * Size } && field.All(char.IsAsciiHexDigit)
            ? new EncodedPassword(field.ToLowerInvariant())
            : AccessError.Invalid("The password has to be the MD5 digest, 32 hex digits.");

    internal static void Encode(string password, Span<byte> md5)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
#pragma warning disable RS0030, CA5351 // AK-4: this wire's password field is an MD5. What protects it at rest is PasswordHasher.
        MD5.HashData(bytes, md5);
#pragma warning restore RS0030, CA5351
        CryptographicOperations.ZeroMemory(bytes);
    }
}
