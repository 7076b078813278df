using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Lockers;

/// <summary>Gives boxes the numbers that will stand on their doors.</summary>
public static class BoxNumbers
{
    /// <summary>
    /// In each sub-cabinet from 00 in the order of positions. One that has a number keeps it, whatever was added before it; what does not fit into its sub-cabinet goes on in
    /// the next one with room.
    /// </summary>
    /// <param name="known">By position.</param>
    public static IReadOnlyDictionary<int, BoxNumber> Give(IEnumerable<DiscoveredBox> boxes, IReadOnlyDictionary<int, BoxNumber> known)
    {
        var taken = known.Values.ToHashSet();
        var given = new Dictionary<int, BoxNumber>();
        foreach (var box in boxes.OrderBy(box => box.Position))
        {
            if (known.TryGetValue(box.Position, out var number))
            {
                given[box.Position] = number;
            }
            else
            {
                given[box.Position] = number = Free(box.SubCabinet, taken);
                taken.Add(number);
            }
        }

        return given;
    }

    private static BoxNumber Free(int subCabinet, HashSet<BoxNumber> taken)
    {
        for (var i = 0; i < BoxNumber.Most * BoxNumber.Most; i++)
        {
            var number = BoxNumber.Of((Math.Clamp(subCabinet, 0, BoxNumber.Most - 1) + (i / BoxNumber.Most)) % BoxNumber.Most, i % BoxNumber.Most);
            if (!taken.Contains(number))
            {
                return number;
            }
        }

        throw new ArgumentException("More boxes than numbers.", nameof(taken));
    }
}
