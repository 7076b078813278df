namespace Latchwork.Operations;

/// <summary>One page of a list.</summary>
/// <param name="Total">Of all pages; 0 where it was not counted.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, int Total)
{
    /// <summary>Of a page that was asked for by place: where the next one begins; null after the last.</summary>
    public IReadOnlyList<string>? Next { get; init; }

    public PageOf<TNext> Select<TNext>(Func<T, TNext> next) => With([.. Items.Select(next)]);

    /// <summary>The same page with what was made of its items.</summary>
    public PageOf<TNext> With<TNext>(IReadOnlyList<TNext> items) => new(items, Total) { Next = Next };
}

/// <param name="Number">From 1.</param>
/// <param name="Size">At least 1; the wire's maximum is the dialect's to hold.</param>
public readonly record struct PageRequest(int Number, int Size)
{
    /// <summary>Asked for by place, not by number: after the row with this key. Empty: from the start.</summary>
    public IReadOnlyList<string>? After { get; init; }

    /// <summary>All of them are counted, where the page is asked for by place; else they always are.</summary>
    public bool Counts { get; init; }

    /// <summary>No row is left out or shown twice when others come and go.</summary>
    /// <param name="after">As <see cref="PageOf{T}.Next"/> of the page before; empty for the first.</param>
    public static PageRequest ByPlace(IReadOnlyList<string> after, int size, bool counts) => new(1, size) { After = after, Counts = counts };

    internal long Offset => ((long)Number - 1) * Size;

    /// <summary>For statements that read both kinds of pages.</summary>
    internal object Start => After is { } key ? (string[])[Counts ? "true" : "false", .. key] : Offset;
}
