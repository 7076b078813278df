using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Sessions;

/// <summary>
/// The keys that sign tokens of log-in: ES256, a new one every <see cref="SignsFor"/>. A token is accepted because its hash is known, so nothing depends on
/// an old key, and nobody has to be told of a new one.
/// </summary>
internal sealed class AuthTokenKeys(AccessDb db, KeyRing ring, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan SignsFor = TimeSpan.FromDays(90);

    private readonly SemaphoreSlim gate = new(1);
    private AuthTokenKey? current;

    /// <summary>The newest key: the node's own copy while it is young enough.</summary>
    public async ValueTask<AuthTokenKey> CurrentAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        if (current is { } key && now - key.MadeAt < SignsFor)
        {
            return key;
        }

        await gate.WaitAsync(cancel);
        try
        {
            return current = await FindAsync(now, cancel) ?? await MakeAsync(now, cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<AuthTokenKey?> FindAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var row = await db.FirstAsync(
            TenantSet.Of(TenantId.Installation),
            """
            select key_id, key_sealed, created_at from auth_token_key where tenant_id = $1 and created_at > $2 order by created_at desc, key_id limit 1
            """,
            row => (Id: row.GetGuid(0), Sealed: row.GetFieldValue<byte[]>(1), MadeAt: row.GetFieldValue<DateTimeOffset>(2)),
            [TenantId.Installation.Value, now - SignsFor],
            cancel
        );
        if (row.Sealed is null)
        {
            return null;
        }

        using var keys = await ring.RentAsync(TenantId.Installation, cancel);
        return new AuthTokenKey(row.Id, SealedKey.OpenEcdsa(keys, PlaceOf(row.Id), row.Sealed), row.MadeAt);
    }

    /// <summary>Two nodes may make one each: both sign well, and the newer one is found from then on.</summary>
    private async Task<AuthTokenKey> MakeAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(now);
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var keys = await ring.RentAsync(TenantId.Installation, cancel);
        await db.ListAsync(
            TenantSet.Of(TenantId.Installation),
            "insert into auth_token_key (tenant_id, key_id, key_sealed, created_at) values ($1, $2, $3, $4) returning 1",
            row => row.GetInt32(0),
            [TenantId.Installation.Value, id, SealedKey.Seal(keys, PlaceOf(id), made), now],
            cancel
        );
        return new AuthTokenKey(id, made, now);
    }

    private static SecretPlace PlaceOf(Guid id) => new("auth_token_key", "key_sealed", id);
}

/// <summary>Lives as long as the node: tokens are being signed with it while a newer one takes its place.</summary>
internal sealed record AuthTokenKey(Guid Id, ECDsa Key, DateTimeOffset MadeAt);
