using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Audit;

/// <summary>
/// The signed end of a tenant's chain (AU-3). Kept outside the database, it shows that records up to <see cref="Sequence"/> were there and what
/// they were: a chain that was cut or made anew contradicts it.
/// </summary>
/// <param name="Hash">Of the record with that sequence; 32 bytes.</param>
/// <param name="KeyId">SHA-256 of the public key; 32 bytes.</param>
/// <param name="Signature">Ed25519 over <see cref="Message"/>; 64 bytes.</param>
public sealed record AuditHead(Guid Tenant, long Sequence, byte[] Hash, DateTimeOffset SignedAt, byte[] KeyId, byte[] Signature)
{
    internal const int PublicKeySize = Ed25519.PublicKeySize;

    private const int TenantSize = 16;

    /// <summary>The version of this form.</summary>
    [JsonPropertyOrder(-1)]
    public int V { get; init; } = 1;

    private static ReadOnlySpan<byte> Domain => "latchwork-audit-head-1"u8;

    /// <summary>
    /// What is signed: the 22 ASCII bytes <c>latchwork-audit-head-1</c>; the tenant's 16 bytes in RFC 4122 order; the sequence, 8 bytes,
    /// big-endian; the hash; the time in microseconds since 1970, 8 bytes, big-endian.
    /// </summary>
    public static byte[] Message(Guid tenant, long sequence, ReadOnlySpan<byte> hash, DateTimeOffset signedAt)
    {
        var message = new byte[Domain.Length + TenantSize + sizeof(long) + AuditHash.Size + sizeof(long)];
        Domain.CopyTo(message);
        var rest = message.AsSpan(Domain.Length);
        tenant.TryWriteBytes(rest, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(rest[TenantSize..], sequence);
        hash.CopyTo(rest[(TenantSize + sizeof(long))..]);
        var microseconds = (signedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteInt64BigEndian(rest[^sizeof(long)..], microseconds);
        return message;
    }

    internal static AuditHead Sign(Ed25519SigningKey key, TenantId tenant, long sequence, byte[] hash, DateTimeOffset signedAt) =>
        new(tenant.Value, sequence, hash, signedAt, IdOf(key.PublicKey), key.Sign(Message(tenant.Value, sequence, hash, signedAt)));

    public static byte[] IdOf(ReadOnlySpan<byte> publicKey) => SHA256.HashData(publicKey);

    public bool IsSignedBy(ReadOnlySpan<byte> publicKey) =>
        Hash.Length == AuditHash.Size
        && KeyId.AsSpan().SequenceEqual(IdOf(publicKey))
        && Ed25519.Verify(publicKey, Message(Tenant, Sequence, Hash, SignedAt), Signature);

    /// <summary>One line of JSON, without its end.</summary>
    public byte[] ToLine() => JsonSerializer.SerializeToUtf8Bytes(this, AuditHeadJson.Default.AuditHead);

    /// <returns>Null for what is no head.</returns>
    public static AuditHead? FromLine(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditHeadJson.Default.AuditHead) is { Hash: not null, KeyId: not null, Signature: not null } head
                ? head
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditHead))]
internal sealed partial class AuditHeadJson : JsonSerializerContext;
