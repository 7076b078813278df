using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>
/// A keyed permutation of the numbers below 10^9: an alternating Feistel network of ten rounds over a half of four and a half of five digits, with
/// HMAC-SHA-256 as round function. Ten as in FF1 (NIST SP 800-38G): on halves this small, four rounds are told from chance by a few hundred codes.
/// </summary>
internal static class DigitPermutation
{
    private const int Rounds = 10;
    private const int High = 10_000;
    private const int Low = 100_000;

    public static int Encrypt(ReadOnlySpan<byte> key, int number)
    {
        var (high, low) = Math.DivRem(number, Low);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0)
            {
                high = (high + Mix(key, round, low, High)) % High;
            }
            else
            {
                low = (low + Mix(key, round, high, Low)) % Low;
            }
        }

        return (high * Low) + low;
    }

    public static int Decrypt(ReadOnlySpan<byte> key, int number)
    {
        var (high, low) = Math.DivRem(number, Low);
        for (var round = Rounds - 1; round >= 0; round--)
        {
            if (round % 2 == 0)
            {
                high = (high + High - Mix(key, round, low, High)) % High;
            }
            else
            {
                low = (low + Low - Mix(key, round, high, Low)) % Low;
            }
        }

        return (high * Low) + low;
    }

    /// <summary>The first eight bytes of HMAC(round ‖ half, big-endian), modulo the other half: the bias is below 2^-47.</summary>
    private static int Mix(ReadOnlySpan<byte> key, int round, int half, int modulus)
    {
        Span<byte> input = stackalloc byte[1 + sizeof(int)];
        input[0] = (byte)round;
        BinaryPrimitives.WriteInt32BigEndian(input[1..], half);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, input, hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)modulus);
    }
}
