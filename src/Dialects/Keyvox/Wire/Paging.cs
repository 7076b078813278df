using System.Globalization;
using Latchwork.Operations;

namespace Latchwork.Dialects.Keyvox.Wire;

/// <summary>The two ways of this wire to go through a list (3.5).</summary>
internal static class Paging
{
    private const int UsualRecords = 50;
    private const int UsualCount = 20;
    private const int Most = 100;

    /// <summary>Way A: how many; more than a hundred are cut.</summary>
    public static int Records(this KeyvoxInput given) => Math.Min(Most, given.Whole("records", 1, int.MaxValue) ?? UsualRecords);

    /// <summary>Way A where a place is a number: how many to pass over.</summary>
    public static int Ordinal(this KeyvoxInput given) => given.Whole("position", 0, int.MaxValue) ?? 0;

    /// <summary>Where the next page begins: behind what was told, which at the end is the total.</summary>
    public static string NextOrdinal(int offset, int told, int total) => Text(Math.Min(Math.Max(offset, 0) + told, Math.Max(total, 0)));

    /// <summary>Way B.</summary>
    public static PageRequest Page(this KeyvoxInput given) =>
        new(given.Whole("page", 1, 1_000_000) ?? 1, Math.Min(Most, given.Whole("count", 1, int.MaxValue) ?? UsualCount));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
