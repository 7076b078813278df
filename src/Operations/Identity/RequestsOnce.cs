using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>What is asked and written in the transaction of an act whose request counts once (JW-8, HM-7).</summary>
internal static class RequestsOnce
{
    /// <summary>Of the row <c>o</c>, joined by the caller and the request.</summary>
    public const string Columns = "o.request_hash, o.operation_id, o.made, o.refused, o.refused_what, o.refused_detail, o.counts";

    public const int Width = 7;

    /// <summary>From <c>a.principal_id</c> and <c>a.request_key</c>.</summary>
    public const string Joins = "left join request_once o on o.principal = a.principal_id and o.request_key = a.request_key";

    /// <summary>One that was written down before stays as it is.</summary>
    private const string InsertSql = """
        insert into request_once (principal, request_key, request_hash, operation_id, until, made, refused, refused_what, refused_detail, counts)
        select principal, request_key, request_hash, operation_id, until, made, refused, refused_what, refused_detail, counts::integer[]
        from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::uuid[], $5::timestamptz[], $6::uuid[], $7::smallint[], $8::smallint[], $9::text[], $10::text[])
            as spent (principal, request_key, request_hash, operation_id, until, made, refused, refused_what, refused_detail, counts)
        on conflict do nothing
        """;

    /// <summary>Null where it was never made.</summary>
    public static FormerRequest? Read(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column)
            ? null
            : new FormerRequest(
                row.GetFieldValue<byte[]>(column),
                new FormerAct(
                    row.GetGuid(column + 1),
                    row.GetOptional<Guid>(column + 2),
                    (AccessErrorCode?)row.GetOptional<short>(column + 3),
                    (Noun)(row.GetOptional<short>(column + 4) ?? 0)
                )
                {
                    Detail = row.GetText(column + 5) ?? "",
                    Counts = row.IsDBNull(column + 6) ? [] : row.GetFieldValue<int[]>(column + 6),
                }
            );

    /// <summary>In a turn of the caller's, whose home chain is held: nobody else of theirs is at it.</summary>
    public static async Task<AccessError?> RefuseAsync(Work work, Caller by, CancellationToken cancel) =>
        by.Once is not { } once ? null
        : await work.FirstAsync(
            $"select {Columns} from request_once o where o.principal = $1 and o.request_key = $2",
            row => Read(row, 0),
            [by.Principal.Id, once.Key],
            cancel
        )
            is { } former
            ? former.Refuse(once)
        : null;

    /// <summary>With the act, or with the record of its refusal. One that cannot be decided now, or says when to come again, may be asked again.</summary>
    public static void Write(Work work, SpentRequest spent)
    {
        if (spent.By.Once is not null && spent.Refusal is not { Code: AccessErrorCode.Unavailable } and not { RetryAfter: not null })
        {
            work.DoLater(InsertSql, Values([spent]));
        }
    }

    /// <summary>What became of an act that went on after its commit. Who hangs up does not undo it.</summary>
    public static async Task NoteAsync(AccessDb db, Caller by, IReadOnlyList<int> counts)
    {
        if (by.Once is { } once)
        {
            await using var work = await db.BeginAsync(TenantSet.Of(by.Home), CancellationToken.None);
            const string Sql = "update request_once set counts = $3 where principal = $1 and request_key = $2 and request_hash = $4";
            await work.DoAsync(Sql, [by.Principal.Id, once.Key, counts.ToArray(), once.Hash], CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Nothing where there is none.</summary>
    public static void AddInsert(NpgsqlBatch batch, IReadOnlyList<SpentRequest> spent)
    {
        if (spent.Count > 0)
        {
            batch.BatchCommands.Add(AccessDb.Statement(InsertSql, Values(spent)));
        }
    }

    private static object[] Values(IReadOnlyList<SpentRequest> spent) =>
        [
            spent.Select(one => one.By.Principal.Id).ToArray(),
            spent.Select(one => one.By.Once!.Key).ToArray(),
            spent.Select(one => one.By.Once!.Hash).ToArray(),
            spent.Select(one => one.Operation.Value).ToArray(),
            spent.Select(one => one.By.Once!.RememberedUntil).ToArray(),
            spent.Select(one => one.Made).ToArray(),
            spent.Select(one => (short?)one.Refusal?.Code).ToArray(),
            spent.Select(one => (short?)one.Refusal?.What).ToArray(),
            spent.Select(one => one.Refusal?.Detail).ToArray(),
            spent.Select(one => one.Counts is { } counts ? $"{{{string.Join(',', counts)}}}" : null).ToArray(),
        ];
}

/// <param name="Made">The row that the act made, for one that made one.</param>
/// <param name="Counts">Numbers of its answer that no row tells.</param>
internal readonly record struct SpentRequest(
    Caller By,
    OperationId Operation,
    Guid? Made = null,
    AccessError? Refusal = null,
    IReadOnlyList<int>? Counts = null
);
