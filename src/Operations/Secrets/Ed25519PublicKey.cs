using static Latchwork.Operations.Secrets.Libcrypto;

namespace Latchwork.Operations.Secrets;

/// <summary>A public key made ready once, for one that verifies often. Safe for any number of threads; OpenSSL's part is freed with it.</summary>
internal sealed class Ed25519PublicKey
{
    private readonly KeyHandle? key;

    private Ed25519PublicKey(KeyHandle? key) => this.key = key;

    /// <summary>Of bytes that may not be registered (<see cref="Ed25519.IsAcceptableKey"/>), one that verifies nothing.</summary>
    public static Ed25519PublicKey Of(ReadOnlySpan<byte> publicKey)
    {
        Require();
        if (!Ed25519.IsAcceptableKey(publicKey))
        {
            return new Ed25519PublicKey(null);
        }

        var handle = EVP_PKEY_new_raw_public_key(Ed25519KeyType, 0, publicKey, Ed25519.PublicKeySize);
        return new Ed25519PublicKey(handle.IsInvalid ? null : handle);
    }

    /// <summary>As <see cref="Ed25519.Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, as strictly.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        key is not null && Ed25519Points.IsStrictSignature(signature) && Ed25519.Verify(key, message, signature);
}
