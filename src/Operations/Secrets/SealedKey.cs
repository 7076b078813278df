using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>Private keys of ECDSA as they are stored: PKCS#8, sealed by the key ring (KR-2).</summary>
internal static class SealedKey
{
    public static byte[] Seal(TenantKeys keys, SecretPlace place, ECDsa key)
    {
        var pkcs8 = key.ExportPkcs8PrivateKey();
        var blob = keys.Seal(place, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return blob;
    }

    /// <exception cref="KeyRingException">It does not open in this place.</exception>
    public static ECDsa OpenEcdsa(TenantKeys keys, SecretPlace place, ReadOnlySpan<byte> blob)
    {
        var pkcs8 = keys.Open(place, blob);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }
}
