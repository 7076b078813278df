using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// How a random token is stored and looked up (AK-2): SHA-256 of its UTF-8 bytes. Tokens of 128 random bits and more need no slow hash;
/// passwords and codes do.
/// </summary>
internal static class TokenHash
{
    public static byte[] Of(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>In constant time.</summary>
    public static bool Matches(string token, ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Of(token), hash);
}
