using System.Runtime.Intrinsics;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// A keyed permutation of the numbers 1 to <see cref="Size"/>: ids that tell nothing of how many there are, unique by construction (AZ-8).
/// Ten Feistel rounds over (left, right) with left · right ≥ size, AES-128 as round function; what falls outside is sent round again
/// (cycle walking; Black and Rogaway 2002). Safe for any number of threads.
/// </summary>
internal sealed class IdPermutation : IDisposable
{
    public const int KeySize = 16;

    /// <summary>What 31-bit wire ids may be.</summary>
    public const long PositiveInts = int.MaxValue;

    /// <summary>What record ids may be: exact as a JSON number everywhere.</summary>
    public const long RecordIds = 1L << 48;

    /// <summary>The halves of larger numbers would not fit the round function.</summary>
    private const long LargestSize = 1L << 62;

    private const int Rounds = 10;

    private readonly AesBlock block;
    private readonly ulong left;
    private readonly ulong right;
    private bool isDisposed;

    /// <param name="key">16 bytes.</param>
    public IdPermutation(ReadOnlySpan<byte> key, long size)
        : this(new AesBlock(key), size) { }

    internal IdPermutation(AesBlock block, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize);
        this.block = block;
        Size = size;
        left = (ulong)Math.Ceiling(Math.Sqrt(size));
        right = ((ulong)size + left - 1) / left;
    }

    public long Size { get; }

    /// <param name="sequence">1 to <see cref="Size"/>.</param>
    /// <returns>1 to <see cref="Size"/>.</returns>
    public long Permute(long sequence)
    {
        var number = Checked(sequence, nameof(sequence));
        do
        {
            number = Forward(number);
        } while (number >= (ulong)Size);

        return (long)number + 1;
    }

    /// <summary>The sequence that <see cref="Permute"/> made this id of, or null where no id can be so large or so small.</summary>
    public long? Invert(long id)
    {
        if (id < 1 || id > Size)
        {
            return null;
        }

        var number = Checked(id, nameof(id));
        do
        {
            number = Backward(number);
        } while (number >= (ulong)Size);

        return (long)number + 1;
    }

    public void Dispose()
    {
        isDisposed = true;
        block.Dispose();
    }

    private ulong Checked(long value, string name)
    {
        // A wiped key would go on answering, with ids that nobody could ever turn back.
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Size, name);
        return (ulong)value - 1;
    }

    private ulong Forward(ulong number)
    {
        var (l, r) = Math.DivRem(number, right);
        for (var round = 0; round < Rounds; round += 2)
        {
            l = Wrap(l + Below(left, round, r), left);
            r = Wrap(r + Below(right, round + 1, l), right);
        }

        return (l * right) + r;
    }

    private ulong Backward(ulong number)
    {
        var (l, r) = Math.DivRem(number, right);
        for (var round = Rounds - 2; round >= 0; round -= 2)
        {
            r = Wrap(r + right - Below(right, round + 1, l), right);
            l = Wrap(l + left - Below(left, round, r), left);
        }

        return (l * right) + r;
    }

    /// <summary>The round function: 64 bits of AES scaled to [0, limit). The limit is at most 2^31, so the bias is below 2^-33.</summary>
    private ulong Below(ulong limit, int round, ulong half) =>
        Math.BigMul(block.Encrypt(Vector128.Create(half, (ulong)round).AsByte()).AsUInt64()[0], limit, out _);

    private static ulong Wrap(ulong sum, ulong limit) => sum >= limit ? sum - limit : sum;
}
