using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>The 32 bytes that server and lock share. They show nothing of themselves; only <see cref="Reveal"/> gives them (LG-1).</summary>
public sealed class OfflineSecret : IEquatable<OfflineSecret>
{
    public const int Size = 32;

    private const int Digits = 9;

    private readonly byte[] secret;
    private readonly ConcurrentDictionary<int, byte[]> keys = new();

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public OfflineSecret(byte[] secret)
    {
        if (secret.Length != Size)
        {
            throw new ArgumentException($"A secret has {Size} bytes.", nameof(secret));
        }

        this.secret = [.. secret];
    }

    private static ReadOnlySpan<byte> Label => "latchwork-offline-1"u8;

    /// <summary>In clear: for sealing, and for the way to the lock.</summary>
    public ReadOnlySpan<byte> Reveal() => secret;

    /// <summary>The nine digits of a code.</summary>
    public PinDigits Encode(OfflineCode code) =>
        PinDigits.Parse(DigitPermutation.Encrypt(KeyOf(code.Block), code.Mark.Number).ToString("D9", CultureInfo.InvariantCulture)).Value;

    /// <summary>What the digits mean under the key of a block of epochs; null where they mean nothing.</summary>
    public OfflineCode? Decode(PinDigits digits, int block) =>
        digits.Length == Digits
            ? OfflineCode.At(block, DigitPermutation.Decrypt(KeyOf(block), int.Parse(digits.Reveal(), CultureInfo.InvariantCulture)))
            : null;

    public bool Equals(OfflineSecret? other) => other is not null && CryptographicOperations.FixedTimeEquals(secret, other.secret);

    public override bool Equals(object? obj) => Equals(obj as OfflineSecret);

    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(KeyOf(0));

    public override string ToString() => nameof(OfflineSecret);

    private byte[] KeyOf(int block) => keys.GetOrAdd(block, Derive, secret);

    private static byte[] Derive(int block, byte[] secret)
    {
        Span<byte> input = stackalloc byte[Label.Length + sizeof(int)];
        Label.CopyTo(input);
        BinaryPrimitives.WriteInt32BigEndian(input[Label.Length..], block);
        return HMACSHA256.HashData(secret, input);
    }
}
