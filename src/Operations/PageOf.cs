namespace Latchwork.Operations;

/// <summary>One page of a list.</summary>
/// <param name="Total">Of all pages.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, int Total)
{
    public PageOf<TNext> Select<TNext>(Func<T, TNext> next) => new([.. Items.Select(next)], Total);
}

/// <param name="Number">From 1.</param>
/// <param name="Size">At least 1; the wire's maximum is the dialect's to hold.</param>
public readonly record struct PageRequest(int Number, int Size)
{
    internal long Offset => ((long)Number - 1) * Size;
}
