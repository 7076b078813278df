using System.Buffers.Binary;
using System.Security.Cryptography;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>The hashes of the audit chain (AU-3, AU-7; design, "Canonical audit bytes"). Nothing here allocates.</summary>
internal static class AuditHash
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The random salt before personal detail has this length always, so that salt and detail cannot be split in two ways.</summary>
    public const int SaltSize = 32;

    private const int TenantSize = 16;
    private const int SequenceSize = sizeof(long);

    private static ReadOnlySpan<byte> Domain => "latchwork-audit-1"u8;

    /// <summary>
    /// SHA-256 of, in this order: the 17 ASCII bytes <c>latchwork-audit-1</c>; the tenant's 16 bytes in RFC 4122 order; the sequence as
    /// 8 bytes, big-endian; the 32 bytes of the previous hash, zeros before the first event; SHA-256 of <paramref name="bytes"/>.
    /// </summary>
    /// <param name="previous">32 bytes.</param>
    /// <param name="destination">32 bytes; may be the memory of <paramref name="previous"/>.</param>
    public static void Next(TenantId tenant, long sequence, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
        ArgumentOutOfRangeException.ThrowIfNotEqual(previous.Length, Size, nameof(previous));
        Span<byte> input = stackalloc byte[Domain.Length + TenantSize + SequenceSize + Size + Size];
        Domain.CopyTo(input);
        var rest = input[Domain.Length..];
        tenant.Value.TryWriteBytes(rest, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(rest[TenantSize..], sequence);
        previous.CopyTo(rest[(TenantSize + SequenceSize)..]);
        SHA256.HashData(bytes, rest[^Size..]);
        SHA256.HashData(input, destination);
    }

    /// <summary>SHA-256(salt ‖ bytes): ties personal detail to the chained record that it may be erased from (AU-7).</summary>
    /// <param name="salt">32 bytes.</param>
    public static byte[] OfPersonalDetail(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize, nameof(salt));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }
}
