using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// AES-256-GCM under one key (NIST SP 800-38D): random 96-bit nonce ‖ ciphertext ‖ 128-bit tag. One key may do this 2^32 times.
/// Safe for any number of threads; they take turns.
/// </summary>
internal sealed class AeadKey : IDisposable
{
    public const int KeySize = 32;
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock turn = new();
    private readonly AesGcm cipher;

    public AeadKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeySize, nameof(key));
        cipher = new AesGcm(key, TagSize);
    }

    /// <param name="sealedBytes">As long as the content and <see cref="Overhead"/>.</param>
    public void Encrypt(ReadOnlySpan<byte> content, ReadOnlySpan<byte> context, Span<byte> sealedBytes)
    {
        var nonce = sealedBytes[..NonceSize];
        RandomNumberGenerator.Fill(nonce);
        lock (turn)
        {
            cipher.Encrypt(nonce, content, sealedBytes[NonceSize..^TagSize], sealedBytes[^TagSize..], context);
        }
    }

    /// <summary>False, and the content all zeros, where a bit of the sealed bytes or of the context differs, or the length.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> context, Span<byte> content)
    {
        if (sealedBytes.Length != content.Length + Overhead)
        {
            return false;
        }

        try
        {
            lock (turn)
            {
                cipher.Decrypt(sealedBytes[..NonceSize], sealedBytes[NonceSize..^TagSize], sealedBytes[^TagSize..], content, context);
            }

            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            content.Clear();
            return false;
        }
    }

    public void Dispose() => cipher.Dispose();
}
