using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>One page and the total of all, in one statement that answers at least one row, so that the total of an empty page is true too.</summary>
internal static class Paged
{
    /// <param name="hits">A query; its first column is never null.</param>
    /// <param name="order">A total order over its columns.</param>
    /// <param name="size">The number of the parameter that holds the size; the next holds the offset.</param>
    public static string Sql(string hits, string order, int size) =>
        $"""
            with hits as ({hits})
            select h.*, (select count(*)::int from hits)
            from (values (1)) as always left join lateral (select * from hits order by {order} limit ${size} offset ${size + 1}) as h on true
            """;

    /// <summary>With columns that are worked out for the rows of the page alone, however many were found.</summary>
    /// <param name="hits">A query for rows of one table, whole.</param>
    /// <param name="order">A total order over its columns, each by its bare name.</param>
    /// <param name="details">Columns and outer joins, where the rows of the page go by the name <paramref name="row"/>. The first is null only where there is no row.</param>
    public static string Sql(string hits, string order, int size, string row, (string Columns, string Joins) details) =>
        $"""
            with hits as ({hits})
            select {details.Columns}, (select count(*)::int from hits)
            from (values (1)) as always left join lateral (select * from hits order by {order} limit ${size} offset ${size + 1}) as {row} on true
            {details.Joins}
            order by {string.Join(", ", order.Split(", ").Select(column => $"{row}.{column}"))}
            """;

    public static Func<NpgsqlDataReader, (T? Item, int Total)> Row<T>(Func<NpgsqlDataReader, T> read)
        where T : class => row => (row.IsDBNull(0) ? null : read(row), row.GetInt32(row.FieldCount - 1));

    public static PageOf<T> Page<T>(IReadOnlyList<(T? Item, int Total)> rows)
        where T : class => new([.. rows.Select(row => row.Item).OfType<T>()], rows[0].Total);
}
