using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>A request that was signed counts once: what is asked and written for that, in the transaction of the act (JW-8, AZ-5).</summary>
internal static class SpendProof
{
    public static readonly AccessError Used = new(AccessErrorCode.Replayed, "This request was made before.");

    /// <summary>It held when it was looked at, and does not any more.</summary>
    public static readonly AccessError Refused = ProofFaults.Refuse(ProofFault.CertificateRevoked);

    /// <summary>Whether the certificate <c>w</c> and its key <c>x</c>, joined from <c>a.leaf_hash</c>, hold now, and whether the request <c>o</c> was used.</summary>
    public const string Columns =
        "coalesce(w.revoked_at is null and x.revoked_at is null and w.leaf_hash is not null, false), o.principal is not null";

    public const int Width = 2;

    public const string Joins = """
        left join leaf_certificate w on w.leaf_hash = a.leaf_hash
        left join signing_key x on x.key_id = w.key_id
        left join request_once o on o.principal = a.user_id and o.request_key = a.request_key
        """;

    /// <summary>Writes it down as used; one that was used before stays as it is.</summary>
    public const string InsertSql = """
        insert into request_once (principal, request_key, request_hash, operation_id, until)
        select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::uuid[], $5::timestamptz[]) on conflict do nothing
        """;

    public static object[] InsertValues(IReadOnlyList<(Caller By, OperationId Operation)> spent) =>
        [
            spent.Select(one => one.By.Principal.Id).ToArray(),
            spent.Select(one => one.By.Proof!.RequestKey).ToArray(),
            spent.Select(one => one.By.Proof!.RequestHash).ToArray(),
            spent.Select(one => one.Operation.Value).ToArray(),
            spent.Select(one => one.By.Proof!.RememberedUntil).ToArray(),
        ];

    /// <summary>Nothing where nothing was signed.</summary>
    public static void AddInsert(NpgsqlBatch batch, IReadOnlyList<(Caller By, OperationId Operation)> spent)
    {
        if (spent.Count > 0)
        {
            batch.BatchCommands.Add(AccessDb.Statement(InsertSql, InsertValues(spent)));
        }
    }

    /// <summary>In a turn of the caller's, whose home chain is held.</summary>
    /// <returns>The refusal where there is a proof that does not hold, or was used; null where there is none, too.</returns>
    public static async Task<AccessError?> InAsync(Work work, Caller by, OperationId operation, CancellationToken cancel)
    {
        if (by.Proof is not { } proof)
        {
            return null;
        }

        var holds = await work.FirstAsync(
            """
            select true from leaf_certificate w join signing_key x on x.key_id = w.key_id
            where w.leaf_hash = $1 and w.revoked_at is null and x.revoked_at is null
            """,
            row => row.GetBoolean(0),
            [proof.LeafHash],
            cancel
        );
        return !holds ? Refused
            : await work.DoAsync(InsertSql, InsertValues([(by, operation)]), cancel) == 0 ? Used
            : null;
    }

    /// <summary>With the record of a refusal: whatever came of it, the request was made.</summary>
    public static Task RecordAsync(Work work, Caller by, OperationId operation, AccessError refusal, CancellationToken cancel) =>
        by.Proof is null || refusal == Refused ? Task.CompletedTask : work.DoAsync(InsertSql, InsertValues([(by, operation)]), cancel);
}
