using Latchwork.Operations;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Which part of a list is asked for (1.6).</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">At least 1; what was asked for, clamped.</param>
internal readonly record struct Paging(int Page, int PageSize)
{
    public const int Default = 20;

    /// <summary>The most rows of a page of locks and ekeys; a client asks for so many.</summary>
    public const int MostLocks = 1000;

    public const int Most = 200;

    /// <summary>Absent or senseless numbers become the defaults: clients leave both out. A page too far out to be counted is the last that can be.</summary>
    public static Paging Of(long? page, long? pageSize, int most)
    {
        var size = pageSize is null or < 1 ? Default : (int)Math.Min(pageSize.Value, most);
        return new Paging((int)Math.Clamp(page ?? 1, 1, int.MaxValue / size), size);
    }

    public PageRequest Request => new(Page, PageSize);

    /// <summary>Shape P of what was found.</summary>
    public PageBody<TRow> Body<T, TRow>(PageOf<T> found, Func<T, TRow> row) =>
        new([.. found.Items.Select(row)], Page, PageSize, PagesOf(found.Total), found.Total);

    /// <summary>0 for an empty list.</summary>
    public int PagesOf(int total) => (int)(((long)total + PageSize - 1) / PageSize);
}
