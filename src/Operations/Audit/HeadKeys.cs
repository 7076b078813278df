using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Audit;

/// <summary>The installation's key for signing heads: made at first use, its seed sealed by the key ring (KR-1).</summary>
internal sealed class HeadKeys(AccessDb db, KeyRing ring)
{
    /// <summary>Called by one node at a time. To be disposed of.</summary>
    public async Task<Ed25519SigningKey> OpenAsync(DateTimeOffset now, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(TenantId.Installation, cancel);
        var row = await FindAsync(cancel);
        if (row is null)
        {
            await MakeAsync(keys, now, cancel);
            row = await FindAsync(cancel);
        }

        var seed = keys.Open(PlaceOf(row!.KeyId), row.SealedSeed);
        var key = Ed25519SigningKey.FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    private sealed record Row(byte[] KeyId, byte[] SealedSeed);

    private Task<Row?> FindAsync(CancellationToken cancel) =>
        db.FirstAsync<Row>(
            TenantSet.Of(TenantId.Installation),
            "select key_id, seed_sealed from audit_signing_key where tenant_id = $1 order by created_at desc limit 1",
            row => new Row(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)),
            [TenantId.Installation.Value],
            cancel
        );

    private async Task MakeAsync(TenantKeys keys, DateTimeOffset now, CancellationToken cancel)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedSize);
        using var made = Ed25519SigningKey.FromSeed(seed);
        var id = AuditHead.IdOf(made.PublicKey);
        var sealedSeed = keys.Seal(PlaceOf(id), seed);
        CryptographicOperations.ZeroMemory(seed);
        await db.ListAsync(
            TenantSet.Of(TenantId.Installation),
            "insert into audit_signing_key (tenant_id, key_id, public_key, seed_sealed, created_at) values ($1, $2, $3, $4, $5) returning 1",
            row => row.GetInt32(0),
            [TenantId.Installation.Value, id, made.PublicKey.ToArray(), sealedSeed, now],
            cancel
        );
    }

    private static SecretPlace PlaceOf(byte[] keyId) => new("audit_signing_key", "seed_sealed", new Guid(keyId.AsSpan(0, 16), bigEndian: true));
}
