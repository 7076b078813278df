using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>A total order of rows: columns with their types, all of them rising or all of them falling. None of them is ever null.</summary>
internal sealed record PageOrder(bool IsFalling, params (string Column, string Type)[] Columns)
{
    /// <param name="columns">Such as <c>name text, lock_id uuid</c>.</param>
    public static PageOrder Rising(string columns) => new(false, Parse(columns));

    public static PageOrder Falling(string columns) => new(true, Parse(columns));

    public string Sql => string.Join(", ", Columns.Select(one => IsFalling ? $"{one.Column} desc" : one.Column));

    /// <summary>The place of a row.</summary>
    public string Key => $"array[{string.Join(", ", Columns.Select(one => $"{one.Column}::text"))}]";

    /// <summary>Rows after the place that stands in a parameter, behind its first element; all where there is none.</summary>
    public string After(int parameter)
    {
        var place = Columns.Select((one, n) => $"(${parameter})[{n + 2}]::{one.Type}");
        return $"(cardinality(${parameter}::text[]) = 1 or ({string.Join(", ", Columns.Select(one => one.Column))}) {(IsFalling ? '<' : '>')} ({string.Join(", ", place)}))";
    }

    private static (string, string)[] Parse(string columns) =>
        [.. columns.Split(", ").Select(one => one.LastIndexOf(' ') is var gap ? (one[..gap], one[(gap + 1)..]) : default)];
}

/// <summary>The two forms of a list: by page number, and by place.</summary>
internal sealed record PagedSql(string ByNumber, string ByPlace)
{
    public string For(PageRequest page) => page.After is null ? ByNumber : ByPlace;
}

/// <summary>
/// One page of a list in one statement that answers at least one row, so that the total of an empty page is true too. By number, all are counted; by place, where
/// that was asked for, and one row more than the page tells whether there is another.
/// </summary>
internal static class Paged
{
    /// <param name="hits">A query; its first column is never null.</param>
    /// <param name="order">A total order over its columns.</param>
    /// <param name="size">The number of the parameter that holds the size; the next holds the start.</param>
    public static PagedSql Sql(string hits, PageOrder order, int size) =>
        new(
            Sql(hits, order.Sql, size),
            $"""
            select h.*, {Total($"({hits})", size)}
            from (values (1)) as always left join lateral ({Rows($"({hits})", order, size, byPlace: true)}) as h on true
            """
        );

    /// <summary>With columns that are worked out for the rows of the page alone, however many were found.</summary>
    /// <param name="hits">A query for rows of one table, whole.</param>
    /// <param name="order">A total order over its columns, each by its bare name.</param>
    /// <param name="details">Columns and outer joins, where the rows of the page go by the name <paramref name="row"/>. The first is null only where there is no row.</param>
    public static PagedSql Sql(string hits, PageOrder order, int size, string row, (string Columns, string Joins) details) =>
        new(
            $"""
            with hits as ({hits})
            select {details.Columns}, {row}.page_key, (select count(*)::int from hits), null::int
            from (values (1)) as always left join lateral ({Rows("hits", order, size, byPlace: false)}) as {row} on true
            {details.Joins}
            order by {OrderOf(row, order)}
            """,
            $"""
            select {details.Columns}, {row}.page_key, {Total($"({hits})", size)}
            from (values (1)) as always left join lateral ({Rows($"({hits})", order, size, byPlace: true)}) as {row} on true
            {details.Joins}
            order by {OrderOf(row, order)}
            """
        );

    /// <summary>Of a list that is asked for by number alone.</summary>
    /// <param name="order">A total order over its columns.</param>
    public static string Sql(string hits, string order, int size) =>
        $"""
            with hits as ({hits})
            select h.*, null::text[], (select count(*)::int from hits), null::int
            from (values (1)) as always left join lateral (select * from hits order by {order} limit ${size} offset ${size + 1}) as h on true
            """;

    /// <summary>The rows of the page, and behind their columns the place of each.</summary>
    public static string Rows(string hits, PageOrder order, int size, bool byPlace) =>
        byPlace
            ? $"select hits.*, {order.Key} as page_key from {hits} as hits where {order.After(size + 1)} order by {order.Sql} limit ${size} + 1"
            : $"select hits.*, null::text[] as page_key from {hits} as hits order by {order.Sql} limit ${size} offset ${size + 1}";

    /// <summary>Where it was asked for, how many there are; and the size of the page.</summary>
    public static string Total(string hits, int size) =>
        $"case when (${size + 1}::text[])[1] = 'true' then (select count(*)::int from {hits} as counted) else 0 end, ${size}::int";

    private static string OrderOf(string row, PageOrder order) =>
        string.Join(", ", order.Columns.Select(one => $"{row}.{one.Column}{(order.IsFalling ? " desc" : "")}"));

    public static Func<NpgsqlDataReader, PagedRow<T>> Row<T>(Func<NpgsqlDataReader, T> read)
        where T : class => row => new(row.IsDBNull(0) ? null : read(row), PagedRow.ReadTrail(row));

    public static PageOf<T> Page<T>(IReadOnlyList<PagedRow<T>> rows)
        where T : class => Page([.. rows.Select(row => row.Item).OfType<T>()], [.. rows.Select(row => row.Trail)]);

    /// <summary>Of the items of all rows, which are none where the first row has none.</summary>
    public static PageOf<T> Page<T>(IReadOnlyList<T> items, IReadOnlyList<PagedRow> trails)
    {
        var (total, size) = (trails[0].Total, trails[0].Size);
        return size is { } most && items.Count > most
            ? new PageOf<T>([.. items.Take(most)], total) { Next = trails[most - 1].Key }
            : new PageOf<T>(items, total);
    }
}

/// <summary>What stands behind the columns of each row: its place, the total, and the size of a page that was asked for by place.</summary>
internal readonly record struct PagedRow(string[]? Key, int Total, int? Size)
{
    public const int Width = 3;

    public static PagedRow ReadTrail(NpgsqlDataReader row)
    {
        var at = row.FieldCount - Width;
        return new(
            row.IsDBNull(at) ? null : row.GetFieldValue<string[]>(at),
            row.GetInt32(at + 1),
            row.IsDBNull(at + 2) ? null : row.GetInt32(at + 2)
        );
    }
}

internal readonly record struct PagedRow<T>(T? Item, PagedRow Trail);
