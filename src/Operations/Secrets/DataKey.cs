using System.Buffers.Binary;
using System.Security.Cryptography;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// One version of a tenant's data key in clear, and the keys derived from it. Beside the data key, every version carries the tenant's
/// <em>id key</em>, which never changes: ids that clients have stored depend on it, and old versions can still be destroyed.
/// </summary>
internal sealed class DataKey : IDisposable
{
    private const int KeySize = 32;
    private const int ContentSize = 2 * KeySize;
    private const int LargestContext = 64;

    private readonly AeadKey seal;
    private readonly byte[] pinIndex;
    private readonly byte[] contactIndex;
    private readonly byte[] idKey;

    private DataKey(DataKeyRow row, ReadOnlySpan<byte> content)
    {
        (Version, UsableFrom) = (row.Version, row.UsableFrom);
        var key = content[..KeySize];
        idKey = Copy(content[KeySize..]);
        pinIndex = Derive(key, KeyPurpose.PinIndex);
        contactIndex = Derive(key, KeyPurpose.ContactIndex);
        var sealing = Derive(key, KeyPurpose.Seal);
        seal = new AeadKey(sealing);
        CryptographicOperations.ZeroMemory(sealing);
    }

    public int Version { get; }

    public DateTimeOffset UsableFrom { get; }

    public AeadKey Seal => seal;

    public static DataKey Open(DataKeyRow row, RootKeys roots)
    {
        Span<byte> content = stackalloc byte[ContentSize];
        try
        {
            Unwrap(row, roots, content);
            return new DataKey(row, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>A version of random bytes; it carries on the id key of <paramref name="former"/>.</summary>
    public static DataKeyRow Make(TenantId tenant, int version, DateTimeOffset usableFrom, RootKeys roots, DataKeyRow? former)
    {
        Span<byte> content = stackalloc byte[ContentSize];
        try
        {
            if (former is null)
            {
                RandomNumberGenerator.Fill(content[KeySize..]);
            }
            else
            {
                Unwrap(former, roots, content);
            }

            RandomNumberGenerator.Fill(content[..KeySize]);
            return new DataKeyRow(tenant, version, Wrap(tenant, version, roots, content), usableFrom);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The same key under the root key now in force.</summary>
    public static DataKeyRow Rewrap(DataKeyRow row, RootKeys roots)
    {
        Span<byte> content = stackalloc byte[ContentSize];
        try
        {
            Unwrap(row, roots, content);
            return row with { Wrapped = Wrap(row.Tenant, row.Version, roots, content) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public void IndexPin(ReadOnlySpan<byte> input, Span<byte> hash) => HMACSHA256.HashData(pinIndex, input, hash);

    public void IndexContact(ReadOnlySpan<byte> input, Span<byte> hash) => HMACSHA256.HashData(contactIndex, input, hash);

    /// <param name="kind">Which ids: each kind has a permutation of its own.</param>
    public IdPermutation Permutation(KeyPurpose purpose, ReadOnlySpan<byte> kind, long size)
    {
        Span<byte> key = stackalloc byte[IdPermutation.KeySize];
        HKDF.Expand(HashAlgorithmName.SHA256, idKey, key, [.. purpose.Label(), .. kind]);
        var permutation = new IdPermutation(key, size);
        CryptographicOperations.ZeroMemory(key);
        return permutation;
    }

    public void Dispose()
    {
        seal.Dispose();
        CryptographicOperations.ZeroMemory(pinIndex);
        CryptographicOperations.ZeroMemory(contactIndex);
        CryptographicOperations.ZeroMemory(idKey);
    }

    private static byte[] Wrap(TenantId tenant, int version, RootKeys roots, ReadOnlySpan<byte> content)
    {
        Span<byte> context = stackalloc byte[LargestContext];
        return roots.Current.Wrap(content, context[..WriteContext(tenant, version, context)]);
    }

    private static void Unwrap(DataKeyRow row, RootKeys roots, Span<byte> content)
    {
        Span<byte> context = stackalloc byte[LargestContext];
        roots.Unwrap(row.Wrapped, context[..WriteContext(row.Tenant, row.Version, context)], content);
    }

    private static int WriteContext(TenantId tenant, int version, Span<byte> context)
    {
        var domain = "latchwork-data-key-1"u8;
        domain.CopyTo(context);
        tenant.Value.TryWriteBytes(context[domain.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(context[(domain.Length + 16)..], version);
        return domain.Length + 20;
    }

    /// <summary>The data key is random and uniform, so HKDF needs no extract step (RFC 5869 §3.3). The array never moves, so wiping it wipes all of it.</summary>
    private static byte[] Derive(ReadOnlySpan<byte> key, KeyPurpose purpose)
    {
        var derived = GC.AllocateUninitializedArray<byte>(KeySize, pinned: true);
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, purpose.Label());
        return derived;
    }

    private static byte[] Copy(ReadOnlySpan<byte> key)
    {
        var copy = GC.AllocateUninitializedArray<byte>(KeySize, pinned: true);
        key.CopyTo(copy);
        return copy;
    }
}
