using System.Runtime.InteropServices;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>
/// The windows that a code can name, grouped by how finely: the longer, the coarser, so that few are open at any one moment. The order is part of
/// the scheme: never change it.
/// </summary>
public enum OfflineShelf
{
    Erase = 0,
    Permanent = 1,
    OneTime = 2,

    /// <summary>1 to 24 hours from any full hour.</summary>
    Hours = 3,

    /// <summary>2, 3 or 7 times 24 hours from any full hour.</summary>
    Days = 4,

    /// <summary>1 to 7 nights, from 14, 15 or 16 o'clock to 10, 11 or 12 o'clock of the lock's zone.</summary>
    Stays = 5,

    /// <summary>8 to 31 days, from midnight to midnight of the lock's zone.</summary>
    Dates = 6,

    /// <summary>1 to 12 whole calendar months of the lock's zone.</summary>
    Months = 7,

    /// <summary>Days of the week in one calendar month, 1 to 12 hours a day.</summary>
    Cyclic = 8,
}

/// <summary>How many plaintexts a shelf holds: starts × variants × sequences.</summary>
/// <param name="Starts">Hours, days or months since the beginning of 2020; 1 where there is no start.</param>
/// <param name="Variants">Lengths or patterns.</param>
/// <param name="Sequences">Codes for one window.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ShelfSize(int Starts, int Variants, int Sequences)
{
    public int Plaintexts => Starts * Variants * Sequences;
}

/// <summary>Which number stands for which code: the whole numbering of the scheme (docs/offline-codes.md).</summary>
public static class OfflineLayout
{
    /// <summary>Epochs that share a key.</summary>
    public const int EpochsInBlock = 16;

    /// <summary>Nine digits.</summary>
    public const int Codes = 1_000_000_000;

    /// <summary>From 2020 to 2102.</summary>
    private const int Hours = 720_000;
    private const int Dates = 30_000;
    private const int Months = 1_000;

    private static readonly ShelfSize[] Sizes =
    [
        new(1, 1, 1),
        new(1, 1, 200),
        new(Hours, 1, 7),
        new(Hours, 24, 2),
        new(Hours, 3, 1),
        new(Dates, 7 * 3 * 3, 1),
        new(Dates, 24, 1),
        new(Months, 12, 1),
        new(Months, 10 * 24 * 12, 1),
    ];

    private static readonly int[] Offsets = OffsetsOf(Sizes);

    /// <summary>Plaintexts of one epoch.</summary>
    public static int InEpoch { get; } = Sizes.Sum(size => size.Plaintexts);

    public static ShelfSize SizeOf(OfflineShelf shelf) => Sizes[(int)shelf];

    internal static int OffsetOf(OfflineShelf shelf) => Offsets[(int)shelf];

    internal static OfflineShelf ShelfAt(int indexInEpoch)
    {
        var shelf = Sizes.Length - 1;
        while (Offsets[shelf] > indexInEpoch)
        {
            shelf--;
        }

        return (OfflineShelf)shelf;
    }

    private static int[] OffsetsOf(ShelfSize[] sizes)
    {
        var offsets = new int[sizes.Length];
        for (var i = 1; i < sizes.Length; i++)
        {
            offsets[i] = offsets[i - 1] + sizes[i - 1].Plaintexts;
        }

        return offsets;
    }
}
