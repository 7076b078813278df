using System.Runtime.InteropServices;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>What a lock calls a code when it tells of it: it is no secret, and without the secret no digits follow from it.</summary>
/// <param name="Number">0 to 10^9 - 1: its place in the layout.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OfflineMark(int Epoch, int Number);

/// <summary>A window of the layout, without epoch and sequence.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OfflinePlace(OfflineShelf Shelf, int Start, int Variant)
{
    public int Sequences => OfflineLayout.SizeOf(Shelf).Sequences;

    public OfflineCode Code(int epoch, int sequence) => new(epoch, this, sequence);
}

/// <summary>What the digits of an offline code mean.</summary>
/// <param name="Epoch">Of the lock, from 0; a newer one ends all older ones.</param>
/// <param name="Sequence">Which code for the same window.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OfflineCode(int Epoch, OfflinePlace Place, int Sequence)
{
    /// <summary>Epochs of one block share a key, under which no two numbers share digits.</summary>
    public int Block => Epoch / OfflineLayout.EpochsInBlock;

    public OfflineShelf Shelf => Place.Shelf;

    public OfflineMark Mark => new(Epoch, Number);

    private int Number
    {
        get
        {
            var size = OfflineLayout.SizeOf(Shelf);
            var index = (((Place.Start * size.Variants) + Place.Variant) * size.Sequences) + Sequence;
            return (Epoch % OfflineLayout.EpochsInBlock * OfflineLayout.InEpoch) + OfflineLayout.OffsetOf(Shelf) + index;
        }
    }

    /// <summary>Null for a number that stands for nothing: one of four.</summary>
    public static OfflineCode? At(int block, int number)
    {
        var (residue, index) = Math.DivRem(number, OfflineLayout.InEpoch);
        if (residue >= OfflineLayout.EpochsInBlock)
        {
            return null;
        }

        var shelf = OfflineLayout.ShelfAt(index);
        var size = OfflineLayout.SizeOf(shelf);
        var (window, sequence) = Math.DivRem(index - OfflineLayout.OffsetOf(shelf), size.Sequences);
        var (start, variant) = Math.DivRem(window, size.Variants);
        return new OfflineCode((block * OfflineLayout.EpochsInBlock) + residue, new OfflinePlace(shelf, start, variant), sequence);
    }
}
