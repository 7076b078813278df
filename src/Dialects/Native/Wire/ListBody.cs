using Latchwork.Operations;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>A part of a list.</summary>
/// <param name="Next">The <c>cursor</c> of the next part; absent in the last.</param>
/// <param name="Total">Of the whole list, where it was asked for.</param>
internal sealed record ListBody<T>(IReadOnlyList<T> Items, string? Next = null, int? Total = null);

internal static class Lists
{
    public static ListBody<TItem> List<T, TItem>(this NativeInput given, PageRequest asked, PageOf<T> found, Func<T, TItem> item) =>
        new([.. found.Items.Select(item)], found.Next is { } next ? given.CursorOf(next) : null, asked.Counts ? found.Total : null);
}

/// <summary>What was made.</summary>
internal sealed record MadeBody(string Id);

/// <summary>Something as others tell of it.</summary>
internal sealed record NamedBody(string Id, string Name);
