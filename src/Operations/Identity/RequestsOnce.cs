using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>What is asked and written in the transaction of an act whose request counts once (JW-8, HM-7).</summary>
internal static class RequestsOnce
{
    /// <summary>Of the row <c>o</c>, joined by the caller and the request.</summary>
    public const string Columns = "o.request_hash, o.operation_id, o.made, o.refused, o.refused_what";

    public const int Width = 5;

    /// <summary>From <c>a.principal_id</c> and <c>a.request_key</c>.</summary>
    public const string Joins = "left join request_once o on o.principal = a.principal_id and o.request_key = a.request_key";

    /// <summary>One that was written down before stays as it is.</summary>
    private const string InsertSql = """
        insert into request_once (principal, request_key, request_hash, operation_id, until, made, refused, refused_what)
        select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::uuid[], $5::timestamptz[], $6::uuid[], $7::smallint[], $8::smallint[])
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

    /// <summary>With the act, or with the record of its refusal. One that cannot be decided now may be asked again.</summary>
    public static void Write(Work work, SpentRequest spent)
    {
        if (spent.By.Once is not null && spent.Refusal?.Code != AccessErrorCode.Unavailable)
        {
            work.DoLater(InsertSql, Values([spent]));
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
        ];
}

/// <param name="Made">The row that the act made, for one that made one.</param>
internal readonly record struct SpentRequest(Caller By, OperationId Operation, Guid? Made = null, AccessError? Refusal = null);
