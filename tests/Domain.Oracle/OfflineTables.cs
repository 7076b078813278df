using System.Buffers.Binary;
using System.Security.Cryptography;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Oracle;

/// <summary>The round functions of one block, worked out once for every half: a guess then costs look-ups instead of ten hashes. Written anew.</summary>
internal sealed class OfflineTables
{
    private const int High = 10_000;
    private const int Low = 100_000;

    private readonly int[][] rounds;

    public OfflineTables(OfflineSecret secret, int block)
    {
        var key = HMACSHA256.HashData(secret.Reveal(), (byte[])[.. "latchwork-offline-1"u8, .. Number(block)]);
        rounds = [.. Enumerable.Range(0, 10).Select(round => Table(key, (byte)round))];
    }

    public int Decrypt(int digits)
    {
        var (high, low) = (digits / Low, digits % Low);
        for (var round = 9; round > 0; round -= 2)
        {
            low = Back(low - rounds[round][high], Low);
            high = Back(high - rounds[round - 1][low], High);
        }

        return (high * Low) + low;
    }

    private static int Back(int difference, int modulus) => difference < 0 ? difference + modulus : difference;

    private static int[] Table(byte[] key, byte round)
    {
        var (halves, modulus) = round % 2 == 0 ? (Low, High) : (High, Low);
        var table = new int[halves];
        for (var half = 0; half < halves; half++)
        {
            var hash = HMACSHA256.HashData(key, (byte[])[round, .. Number(half)]);
            table[half] = (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)modulus);
        }

        return table;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
