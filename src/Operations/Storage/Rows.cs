using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>Columns that may be null, and arrays in.</summary>
internal static class Rows
{
    public static string? GetText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[]? GetBytes(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    public static DateTimeOffset? GetInstant(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    public static T? GetOptional<T>(this NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    public static TId? GetId<TId>(this NpgsqlDataReader row, int column, Func<Guid, TId> id)
        where TId : struct => row.IsDBNull(column) ? null : id(row.GetGuid(column));

    /// <summary>One column of many rows, for <c>unnest</c>.</summary>
    public static void AddArray<TRow, T>(this NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
    }
}
