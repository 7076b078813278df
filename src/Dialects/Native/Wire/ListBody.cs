using Latchwork.Operations;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Total">Of all pages.</param>
internal sealed record ListBody<T>(IReadOnlyList<T> Items, int Page, int PageSize, int Total);

internal static class Lists
{
    public static ListBody<TItem> Body<T, TItem>(this PageOf<T> found, PageRequest asked, Func<T, TItem> item) =>
        new([.. found.Items.Select(item)], asked.Number, asked.Size, found.Total);
}

/// <summary>What was made.</summary>
internal sealed record MadeBody(string Id);

/// <summary>Something as others tell of it.</summary>
internal sealed record NamedBody(string Id, string Name);
