using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>What the server holds of a lock's offline codes.</summary>
/// <param name="Epoch">Of codes that are issued now.</param>
/// <param name="EpochSeen">The newest that the lock is known to be in.</param>
internal sealed record OfflineFacts(TenantId Tenant, LockId Lock, OfflineRules Rules, byte[]? Sealed, int Epoch, int EpochSeen, bool HasLink)
{
    private const string Columns =
        "l.tenant_id, l.lock_id, s.zone, t.first_use_limits, l.offline_secret_sealed, l.offline_epoch, l.offline_epoch_seen, l.link_id is not null";

    /// <summary>Parameters: tenants, locks.</summary>
    public const string Sql = $"""
        select {Columns} from smart_lock l
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        join tenant t on t.tenant_id = l.tenant_id
        where l.tenant_id = any ($1) and l.lock_id = any ($2)
        """;

    /// <summary>A lock is told no newer epoch than its codes need, so that an erase code is still the lock's to take.</summary>
    public int EpochToTell => Math.Max(EpochSeen, Epoch - 1);

    public static OfflineFacts Read(NpgsqlDataReader row) =>
        new(
            new TenantId(row.GetGuid(0)),
            new LockId(row.GetGuid(1)),
            new OfflineRules(row.GetString(2), row.GetBoolean(3)),
            row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
            row.GetInt32(5),
            row.GetInt32(6),
            row.GetBoolean(7)
        );

    public override string ToString() => $"offline codes of {Lock.Value}";
}

internal static class OfflineRows
{
    /// <summary>The lock's secret; made and stored at the first call.</summary>
    public static async Task<OfflineSecret> SecretAsync(Work work, TenantKeys keys, OfflineFacts facts, DateTimeOffset now, CancellationToken cancel)
    {
        if (facts.Sealed is { } held)
        {
            return Open(keys, facts.Lock, held);
        }

        var bytes = RandomNumberGenerator.GetBytes(OfflineSecret.Size);
        var secret = new OfflineSecret(bytes);
        await work.DoAsync(
            """
            update smart_lock set offline_secret_sealed = $3, offline_orders = greatest(offline_orders, 1), updated_at = $4
            where tenant_id = $1 and lock_id = $2 and offline_secret_sealed is null
            """,
            [facts.Tenant.Value, facts.Lock.Value, keys.Seal(PlaceOf(facts.Lock), bytes), now],
            cancel
        );
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    public static OfflineSecret Open(TenantKeys keys, LockId smartLock, byte[] blob)
    {
        var bytes = keys.Open(PlaceOf(smartLock), blob);
        var secret = new OfflineSecret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    private static SecretPlace PlaceOf(LockId smartLock) => new("smart_lock", "offline_secret_sealed", smartLock.Value);

    /// <summary>The lock is in an epoch: it has forgotten the codes of those before. Parameters: tenant, lock, now, epoch.</summary>
    public const string IsInEpochSql = """
        with followed as (
            update smart_lock set offline_epoch_seen = $4, offline_epoch = greatest(offline_epoch, $4)
            where tenant_id = $1 and lock_id = $2 and offline_epoch_seen < $4 returning lock_id)
        update enrollment e set gone_at = $3, updated_at = $3 from followed
        where e.tenant_id = $1 and e.lock_id = followed.lock_id and e.offline_epoch < $4 and e.gone_at is null
        """;
}
