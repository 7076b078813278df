using System.Diagnostics;
using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// The one key that stands outside the database: it wraps the data keys of the tenants and nothing else (KR-1). It shows only its
/// <see cref="Name"/>, which every wrapped key carries, so that it is plain which root key opens what.
/// </summary>
[DebuggerDisplay("{ToString()}")]
public sealed class RootKey : IDisposable
{
    public const int Size = 32;

    private const byte Format = 1;
    private const int NameSize = 8;
    private const int HeaderSize = 1 + NameSize;

    private readonly AeadKey key;
    private readonly byte[] name;

    /// <param name="bytes">32 random bytes. They are copied.</param>
    public RootKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        Span<byte> wrapping = stackalloc byte[AeadKey.KeySize];
        name = new byte[NameSize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, name, [], "latchwork-root-1/name"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, wrapping, [], "latchwork-root-1/wrap"u8);
        key = new AeadKey(wrapping);
        CryptographicOperations.ZeroMemory(wrapping);
    }

    /// <summary>16 hex digits that follow from the key and tell nothing of it.</summary>
    public string Name => Convert.ToHexStringLower(name);

    public override string ToString() => $"root key {Name}";

    public void Dispose() => key.Dispose();

    /// <summary>Whether this root key wrapped it; asked before it is unwrapped.</summary>
    internal bool Wrapped(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length > HeaderSize && wrapped[0] == Format && wrapped[1..HeaderSize].SequenceEqual(name);

    /// <summary>Format byte, name of the root key, then what <see cref="AeadKey"/> gives.</summary>
    internal byte[] Wrap(ReadOnlySpan<byte> content, ReadOnlySpan<byte> context)
    {
        var wrapped = new byte[HeaderSize + AeadKey.Overhead + content.Length];
        wrapped[0] = Format;
        name.CopyTo(wrapped, 1);
        key.Encrypt(content, context, wrapped.AsSpan(HeaderSize));
        return wrapped;
    }

    internal bool TryUnwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context, Span<byte> content) =>
        Wrapped(wrapped) && key.TryDecrypt(wrapped[HeaderSize..], context, content);
}
