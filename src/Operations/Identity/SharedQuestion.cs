using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>
/// What callers want to know of one thing with a public id. Those who ask together share a statement (<see cref="SharedReads"/>), so it takes the id and
/// the caller from the row <c>a</c> of their ask: <c>a.kind</c>, <c>a.wire_id</c>, and <c>a.user_id</c>, null where the caller is no person.
/// </summary>
/// <param name="sql">Few rows at most, found by key.</param>
/// <param name="read">Reads a row from the given column on.</param>
internal sealed class SharedQuestion<T>(string sql, Func<NpgsqlDataReader, int, T> read)
{
    private const int Found = 1 + CallerConfirmation.Width;

    /// <summary>The position of the asking one from 1, how it stands with them, and then what they asked for, if it is there.</summary>
    public string Statement { get; } =
        $"""
            select a.n, {CallerConfirmation.Columns}, q.*
            from unnest($1::bytea[], $2::uuid[], $3::smallint[], $4::text[]) with ordinality as a (token_hash, user_id, kind, wire_id, n)
            {CallerConfirmation.Joins}
            left join lateral (select true as is_found, f.* from ({sql}) as f) as q on true
            """;

    /// <summary>Of one caller alone, within an act.</summary>
    public async Task<List<T>> InAsync(Work work, Caller by, WireId id, CancellationToken cancel)
    {
        var rows = new List<T>();
        await work.ListAsync(
            Statement,
            row =>
            {
                ReadInto(rows, row);
                return true;
            },
            [(byte[][])[by.CredentialHash], (Guid?[])[by.User?.Value], (short[])[(short)id.Kind], (string[])[id.Text]],
            cancel
        );
        return rows;
    }

    public void ReadInto(List<T> rows, NpgsqlDataReader row)
    {
        if (!row.IsDBNull(Found))
        {
            rows.Add(read(row, Found + 1));
        }
    }
}
