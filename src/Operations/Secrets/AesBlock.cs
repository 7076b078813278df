using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;
using X86Sse2 = System.Runtime.Intrinsics.X86.Sse2;

namespace Latchwork.Operations.Secrets;

/// <summary>AES-128 of single blocks under one key, without state, so for any number of threads: by the processor where it can, else by the base library.</summary>
internal sealed class AesBlock : IDisposable
{
    private const int Rounds = 10;

    private readonly Vector128<byte>[] schedule = GC.AllocateArray<Vector128<byte>>(Rounds + 1, pinned: true);
    private readonly Aes? portable;

    /// <param name="key">16 bytes.</param>
    /// <param name="usePortable">For the test that both ways agree.</param>
    public AesBlock(ReadOnlySpan<byte> key, bool usePortable = false)
    {
        if (X86Aes.IsSupported && !usePortable)
        {
            Expand(Vector128.Create(key), schedule);
        }
        else
        {
            portable = Aes.Create();
            portable.SetKey(key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Encrypt(Vector128<byte> block) => portable is null ? ByProcessor(block) : ByLibrary(portable, block);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(schedule.AsSpan()));
        portable?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> ByProcessor(Vector128<byte> block)
    {
        var keys = schedule;
        block ^= keys[0];
        for (var round = 1; round < Rounds; round++)
        {
            block = X86Aes.Encrypt(block, keys[round]);
        }

        return X86Aes.EncryptLast(block, keys[Rounds]);
    }

    private static Vector128<byte> ByLibrary(Aes aes, Vector128<byte> block)
    {
        Span<byte> bytes = stackalloc byte[16];
        block.CopyTo(bytes);
        aes.EncryptEcb(bytes, bytes, PaddingMode.None);
        return Vector128.Create<byte>(bytes);
    }

    /// <summary>FIPS 197 §5.2. The processor takes the round constant as an immediate, hence no loop.</summary>
    private static void Expand(Vector128<byte> key, Span<Vector128<byte>> keys)
    {
        keys[0] = key;
        keys[1] = Step(keys[0], X86Aes.KeygenAssist(keys[0], 0x01));
        keys[2] = Step(keys[1], X86Aes.KeygenAssist(keys[1], 0x02));
        keys[3] = Step(keys[2], X86Aes.KeygenAssist(keys[2], 0x04));
        keys[4] = Step(keys[3], X86Aes.KeygenAssist(keys[3], 0x08));
        keys[5] = Step(keys[4], X86Aes.KeygenAssist(keys[4], 0x10));
        keys[6] = Step(keys[5], X86Aes.KeygenAssist(keys[5], 0x20));
        keys[7] = Step(keys[6], X86Aes.KeygenAssist(keys[6], 0x40));
        keys[8] = Step(keys[7], X86Aes.KeygenAssist(keys[7], 0x80));
        keys[9] = Step(keys[8], X86Aes.KeygenAssist(keys[8], 0x1B));
        keys[10] = Step(keys[9], X86Aes.KeygenAssist(keys[9], 0x36));
    }

    private static Vector128<byte> Step(Vector128<byte> key, Vector128<byte> assist)
    {
        key ^= X86Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= X86Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ X86Sse2.Shuffle(assist.AsUInt32(), 0xFF).AsByte();
    }
}
