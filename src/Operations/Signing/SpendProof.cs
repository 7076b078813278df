using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Signing;

/// <summary>A signature was right when it was looked at: whether its certificate still holds is asked in the transaction of the act (JW-8, AZ-5).</summary>
internal static class SpendProof
{
    /// <summary>It held when it was looked at, and does not any more.</summary>
    public static readonly AccessError Refused = ProofFaults.Refuse(ProofFault.CertificateRevoked);

    /// <summary>Whether the certificate <c>w</c> and its key <c>x</c>, joined from <c>a.leaf_hash</c>, hold now.</summary>
    public const string Column = "coalesce(w.revoked_at is null and x.revoked_at is null and w.leaf_hash is not null, false)";

    public const string Joins = """
        left join leaf_certificate w on w.leaf_hash = a.leaf_hash
        left join signing_key x on x.key_id = w.key_id
        """;

    /// <returns>The refusal where there is a proof that does not hold; null where there is none, too.</returns>
    public static async Task<AccessError?> RefuseAsync(Work work, Caller by, CancellationToken cancel) =>
        by.Proof is not { } proof ? null
        : await work.FirstAsync(
            """
            select true from leaf_certificate w join signing_key x on x.key_id = w.key_id
            where w.leaf_hash = $1 and w.revoked_at is null and x.revoked_at is null
            """,
            row => row.GetBoolean(0),
            [proof.LeafHash],
            cancel
        )
            ? null
        : Refused;
}
