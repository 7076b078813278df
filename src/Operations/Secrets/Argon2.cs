using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>Argon2id (RFC 9106, version 1.3) by the system's libargon2, where there is one.</summary>
internal static partial class Argon2
{
    private const string Library = "libargon2.so.1";

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    public static void Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Argon2Cost cost, Span<byte> hash)
    {
        if (!IsPresent)
        {
            throw new PlatformNotSupportedException(
                $"A password is stored as Argon2id, and this machine has no {Library}. Install package libargon2-1."
            );
        }

        var (passwordLength, saltLength, hashLength) = ((nuint)password.Length, (nuint)salt.Length, (nuint)hash.Length);
        var error = HashRaw(cost.Passes, cost.MemoryKiB, cost.Lanes, password, passwordLength, salt, saltLength, hash, hashLength);
        if (error != 0)
        {
            throw new CryptographicException($"libargon2 failed with {error}.");
        }
    }

    [LibraryImport(Library, EntryPoint = "argon2id_hash_raw")]
    private static partial int HashRaw(
        uint passes,
        uint memoryKiB,
        uint lanes,
        ReadOnlySpan<byte> password,
        nuint passwordLength,
        ReadOnlySpan<byte> salt,
        nuint saltLength,
        Span<byte> hash,
        nuint hashLength
    );
}

internal sealed record Argon2Cost(uint MemoryKiB, uint Passes, uint Lanes);
