using System.ComponentModel.DataAnnotations;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

public sealed class KeyRingOptions
{
    /// <summary>How many tenants' keys a node keeps in clear.</summary>
    [Range(1, 100_000)]
    public int CachedTenants { get; set; } = 1000;

    /// <summary>How long before a node asks the database again. A new version waits twice as long before it is used (<see cref="KeyRotation"/>).</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan CachedFor { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Lends out the keys of tenants (KR-1). Safe for any number of threads.</summary>
internal sealed class KeyRing(RootKeys roots, IDataKeyStore store, KeyRingOptions options, TimeProvider clock) : IDisposable
{
    private readonly KeyCache cache = new(options, clock);

    /// <summary>The tenant's keys, to be disposed of soon: memory is wiped once nobody holds it. Without I/O where the node has them.</summary>
    /// <exception cref="KeyRingException">The tenant has no keys, or the root key does not open them.</exception>
    public ValueTask<TenantKeys> RentAsync(TenantId tenant, CancellationToken cancel) =>
        cache.TryHold(tenant) is { } held ? new(new TenantKeys(held, clock)) : new(LoadAsync(tenant, cancel));

    /// <summary>Keys of rows that are not committed yet: they stay out of the cache.</summary>
    public TenantKeys Rent(params IReadOnlyList<DataKeyRow> rows) => new(new KeySet(rows[0].Tenant, rows, roots, clock.GetTimestamp()), clock);

    /// <summary>After the tenant's rows have changed. A lease already given out stays valid.</summary>
    public void Forget(TenantId tenant) => cache.Forget(tenant);

    public void Dispose() => cache.Clear();

    private async Task<TenantKeys> LoadAsync(TenantId tenant, CancellationToken cancel)
    {
        var askedAt = clock.GetTimestamp();
        var rows = await store.LoadAsync(tenant, cancel);
        return new TenantKeys(cache.Keep(new KeySet(tenant, rows, roots, askedAt)), clock);
    }
}
