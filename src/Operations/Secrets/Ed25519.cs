using System.Security.Cryptography;
using static Latchwork.Operations.Secrets.Libcrypto;

namespace Latchwork.Operations.Secrets;

/// <summary>Ed25519 (RFC 8032) by the system's libcrypto 3, verified strictly (JW-6). Safe for any number of threads.</summary>
/// <exception cref="PlatformNotSupportedException">From every call that signs or verifies, where libcrypto 3 is absent.</exception>
internal static class Ed25519
{
    public const int PublicKeySize = 32;
    public const int SeedSize = 32;
    public const int SignatureSize = 64;

    [ThreadStatic]
    private static ContextHandle? context;

    /// <summary>
    /// Whether the bytes may be registered as a public key: 32 bytes, canonical, a point of the curve, and not of low order
    /// (with such a key one constant signature verifies for everyone).
    /// </summary>
    public static bool IsAcceptableKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize
        && Ed25519Points.IsCanonical(publicKey)
        && !Ed25519Points.IsLowOrder(publicKey)
        && Ed25519Points.IsOnCurve(publicKey);

    /// <summary>False for whatever is not this message's signature by this key: wrong lengths, S not below the group order, R or key not canonical, key of low order.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Require();
        if (!Ed25519Points.IsStrict(publicKey, signature))
        {
            return false;
        }

        using var key = EVP_PKEY_new_raw_public_key(Ed25519KeyType, 0, publicKey, PublicKeySize);
        return !key.IsInvalid && Verify(key, message, signature);
    }

    /// <summary>A context of this thread's own, empty: making one costs more than cleaning one, and its finalizer frees it after the thread.</summary>
    internal static ContextHandle FreshContext()
    {
        if (context is null)
        {
            context = EVP_MD_CTX_new();
        }
        else
        {
            Check(EVP_MD_CTX_reset(context));
        }

        return context;
    }

    internal static void Check(int result)
    {
        if (result != 1)
        {
            ERR_clear_error();
            throw new CryptographicException("OpenSSL refused an Ed25519 call.");
        }
    }

    /// <summary>OpenSSL's own check: what it lets through is asked for before.</summary>
    internal static bool Verify(KeyHandle key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var fresh = FreshContext();
        Check(EVP_DigestVerifyInit(fresh, 0, 0, 0, key));
        if (EVP_DigestVerify(fresh, signature, SignatureSize, message, (nuint)message.Length) == 1)
        {
            return true;
        }

        ERR_clear_error();
        return false;
    }
}
