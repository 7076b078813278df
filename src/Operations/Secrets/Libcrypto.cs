using System.Runtime.InteropServices;

namespace Latchwork.Operations.Secrets;

/// <summary>The few calls of OpenSSL 3 that Ed25519 needs: .NET on Linux loads the same library, but shows no Ed25519.</summary>
internal static partial class Libcrypto
{
    public const int Ed25519KeyType = 1087;

    private const string Library = "libcrypto.so.3";

    private static readonly bool IsPresent = NativeLibrary.TryLoad(Library, out _);

    /// <exception cref="PlatformNotSupportedException">There is no libcrypto 3 on this machine.</exception>
    public static void Require()
    {
        if (!IsPresent)
        {
            throw new PlatformNotSupportedException(
                $"Ed25519 needs OpenSSL 3 ({Library}), which this machine does not have. Install package libssl3."
            );
        }
    }

    [LibraryImport(Library)]
    public static partial KeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial KeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_get_raw_public_key(KeyHandle key, Span<byte> raw, ref nuint length);

    [LibraryImport(Library)]
    public static partial ContextHandle EVP_MD_CTX_new();

    [LibraryImport(Library)]
    public static partial int EVP_MD_CTX_reset(ContextHandle context);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerify(
        ContextHandle context,
        ReadOnlySpan<byte> signature,
        nuint signatureLength,
        ReadOnlySpan<byte> message,
        nuint messageLength
    );

    [LibraryImport(Library)]
    public static partial int EVP_DigestSignInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestSign(
        ContextHandle context,
        Span<byte> signature,
        ref nuint signatureLength,
        ReadOnlySpan<byte> message,
        nuint messageLength
    );

    /// <summary>Errors stay queued on the thread, and TLS on the same thread would find them.</summary>
    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    /// <summary>An EVP_PKEY. OpenSSL wipes private keys when it frees them.</summary>
    internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    /// <summary>An EVP_MD_CTX. Not for two threads at once.</summary>
    internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }
}
