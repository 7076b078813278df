using System.Security.Cryptography;
using static Latchwork.Operations.Secrets.Libcrypto;

namespace Latchwork.Operations.Secrets;

/// <summary>An Ed25519 private key. Signing is deterministic (RFC 8032) and safe for any number of threads; the key is wiped on disposal.</summary>
internal sealed class Ed25519SigningKey : IDisposable
{
    private readonly KeyHandle key;
    private readonly byte[] publicKey;

    private Ed25519SigningKey(KeyHandle key)
    {
        this.key = key;
        publicKey = new byte[Ed25519.PublicKeySize];
        nuint length = Ed25519.PublicKeySize;
        Ed25519.Check(EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
    }

    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <param name="seed">The 32 bytes that RFC 8032 calls the private key.</param>
    public static Ed25519SigningKey FromSeed(ReadOnlySpan<byte> seed)
    {
        Require();
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, Ed25519.SeedSize, nameof(seed));
        var handle = EVP_PKEY_new_raw_private_key(Ed25519KeyType, 0, seed, Ed25519.SeedSize);
        return handle.IsInvalid ? throw new CryptographicException("OpenSSL refused an Ed25519 seed.") : new Ed25519SigningKey(handle);
    }

    /// <summary>The 64 bytes of the signature.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        var context = Ed25519.FreshContext();
        Ed25519.Check(EVP_DigestSignInit(context, 0, 0, 0, key));
        nuint length = Ed25519.SignatureSize;
        Ed25519.Check(EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));

        // The context holds on to the key: without this the key would outlive its disposal until the thread signs or verifies again.
        Ed25519.Check(EVP_MD_CTX_reset(context));
        return signature;
    }

    public void Dispose() => key.Dispose();
}
