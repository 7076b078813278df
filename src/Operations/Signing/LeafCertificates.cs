using System.Security.Cryptography;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>What a phone sends along with every signed operation: the certificate of its key, then those above it up to the root.</summary>
/// <param name="Chain">DER, leaf first.</param>
/// <param name="UserUuid">Whose key it is, as the wires name them.</param>
public sealed record CertifiedChain(IReadOnlyList<byte[]> Chain, string UserUuid)
{
    public override string ToString() => $"chain of {UserUuid}";
}

/// <summary>Certificates of signing keys (JW-5): one key each, and each is kept as it was given out.</summary>
internal static class LeafCertificates
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>
    /// A client asks for another one when 7 days are left (doordeck.md 6). One that has much more is given out again, so that a client which asks at every
    /// start adds no rows.
    /// </summary>
    private static readonly TimeSpan EnoughLeft = TimeSpan.FromDays(20);

    /// <returns>The leaf, and whether it is new.</returns>
    public static async Task<(byte[] Leaf, bool IsNew)> CertifyAsync(
        Work work,
        Authority authority,
        SigningKey key,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var held = await work.ListAsync(
            """
            select certificate from leaf_certificate where key_id = $1 and authority_id = $2 and ends_at > $3 and starts_at <= $4 and revoked_at is null
            order by ends_at desc limit 1
            """,
            row => row.GetFieldValue<byte[]>(0),
            [key.Id, authority.Id, now + EnoughLeft, now],
            cancel
        );
        return held.Count > 0 ? (held[0], false) : (await MakeAsync(work, authority, key, now, cancel), true);
    }

    private static async Task<byte[]> MakeAsync(Work work, Authority authority, SigningKey key, DateTimeOffset now, CancellationToken cancel)
    {
        using var made = AuthorityMaker.Leaf(key.PublicKey, authority.Issuer, authority.IssuerKey, now, Life);
        await work.DoAsync(
            """
            insert into leaf_certificate (leaf_hash, certificate, key_id, authority_id, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6)
            """,
            [
                SHA256.HashData(made.RawData),
                made.RawData,
                key.Id,
                authority.Id,
                new DateTimeOffset(made.NotBefore.ToUniversalTime()),
                new DateTimeOffset(made.NotAfter.ToUniversalTime()),
            ],
            cancel
        );
        await work.DoAsync("update signing_key set last_certified_at = $2 where key_id = $1", [key.Id, now], cancel);
        return made.RawData;
    }
}

/// <summary>A key that is registered and not revoked.</summary>
/// <param name="PublicKey">32 bytes of Ed25519.</param>
internal sealed record SigningKey(Guid Id, byte[] PublicKey)
{
    public static SigningKey Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetFieldValue<byte[]>(1));

    public override string ToString() => $"signing key {Id}";
}
