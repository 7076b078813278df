using System.Collections.Concurrent;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>A leaf certificate of this server as it was given out. None of this ever changes; that it was revoked is asked for with every act.</summary>
internal sealed record CertifiedKey(
    Guid Key,
    UserId User,
    Ed25519PublicKey PublicKey,
    byte[] Leaf,
    byte[] LeafHash,
    byte[] Issuer,
    byte[] Root,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt
)
{
    /// <summary>
    /// JW-4: the chain is this leaf and the two certificates above it, byte for byte. It is stricter than to build a path to the root, since a certificate
    /// that this server did not hand out is worth nothing, whoever signed it.
    /// </summary>
    private ProofFault? RefuseChain(IReadOnlyList<byte[]> chain, UserId caller, DateTimeOffset now) =>
        chain.Count != 3 || !chain[0].AsSpan().SequenceEqual(Leaf) ? ProofFault.BrokenChain
        : !chain[1].AsSpan().SequenceEqual(Issuer) || !chain[2].AsSpan().SequenceEqual(Root) ? ProofFault.BrokenChain
        : now < StartsAt ? ProofFault.CertificateNotYetValid
        : now >= EndsAt ? ProofFault.CertificateOver
        : User != caller ? ProofFault.CertificateOfAnother
        : null;

    /// <summary>Whether the caller signed this with the key: the chain first, then the signature.</summary>
    public ProofFault? Refuse(SignedMessage message, UserId caller, DateTimeOffset now) =>
        RefuseChain(message.Chain, caller, now)
        ?? (PublicKey.Verify(message.Content.Span, message.Signature.Span) ? null : ProofFault.WrongSignature);

    public override string ToString() => $"certified key {Key}";
}

/// <summary>The leaf certificates that this server issued, found by the hash of their bytes and remembered by each node.</summary>
internal sealed class CertifiedKeys(AccessDb db)
{
    /// <summary>About 1.5 kB each.</summary>
    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<string, CertifiedKey> remembered = new(StringComparer.Ordinal);

    /// <summary>One authority's are the same in all its leaves, and are kept once. There are few.</summary>
    private readonly ConcurrentDictionary<Guid, (byte[] Issuer, byte[] Root)> authorities = new();

    /// <returns>Null: this server issued no such certificate.</returns>
    public async ValueTask<CertifiedKey?> FindAsync(byte[] leaf, CancellationToken cancel)
    {
        var hash = SHA256.HashData(leaf);
        var name = Convert.ToBase64String(hash);
        if (remembered.TryGetValue(name, out var known))
        {
            return known;
        }

        if (await ReadAsync(hash, cancel) is not { } found)
        {
            return null;
        }

        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        return remembered[name] = found;
    }

    private async Task<CertifiedKey?> ReadAsync(byte[] hash, CancellationToken cancel) =>
        await db.FirstAsync(
            TenantSet.Of(TenantId.Installation),
            """
            select k.key_id, k.user_id, k.public_key, c.certificate, c.leaf_hash, a.issuer, a.root, c.starts_at, c.ends_at, a.authority_id
            from leaf_certificate c
            join signing_key k on k.key_id = c.key_id
            join certificate_authority a on a.tenant_id = $2 and a.authority_id = c.authority_id
            where c.leaf_hash = $1
            """,
            Read,
            [hash, TenantId.Installation.Value],
            cancel
        );

    private CertifiedKey Read(NpgsqlDataReader row)
    {
        var (issuer, root) = authorities.GetOrAdd(row.GetGuid(9), _ => (row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)));
        return new CertifiedKey(
            row.GetGuid(0),
            new UserId(row.GetGuid(1)),
            Ed25519PublicKey.Of(row.GetFieldValue<byte[]>(2)),
            row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<byte[]>(4),
            issuer,
            root,
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8)
        );
    }
}
