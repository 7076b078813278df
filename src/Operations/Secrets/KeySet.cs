using System.Collections.Concurrent;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>All versions of one tenant's data key. The cache and every lease hold it; the last to let go wipes it.</summary>
internal sealed class KeySet
{
    private readonly DataKey[] newestFirst;
    private readonly ConcurrentDictionary<string, IdPermutation> publicIds = new(StringComparer.Ordinal);
    private readonly Lazy<IdPermutation> recordIds;
    private int holders = 1;

    public KeySet(TenantId tenant, IReadOnlyList<DataKeyRow> rows, RootKeys roots, long loadedAt)
    {
        if (rows.Count == 0 || rows.Any(row => row.Tenant != tenant))
        {
            throw new KeyRingException($"Tenant {tenant.Value} has no data key.");
        }

        (Tenant, LoadedAt) = (tenant, loadedAt);
        newestFirst = [.. rows.OrderByDescending(row => row.Version).Select(row => DataKey.Open(row, roots))];
        recordIds = new(() => newestFirst[0].Permutation(KeyPurpose.RecordIds, [], IdPermutation.RecordIds));
    }

    public TenantId Tenant { get; }

    /// <summary>A timestamp of the monotonic clock.</summary>
    public long LoadedAt { get; }

    public IReadOnlyList<DataKey> NewestFirst => newestFirst;

    public IdPermutation RecordIds => recordIds.Value;

    public IdPermutation PublicIds(string kind) =>
        publicIds.GetOrAdd(kind, name => newestFirst[0].Permutation(KeyPurpose.PublicIds, Encoding.UTF8.GetBytes(name), IdPermutation.PositiveInts));

    public DataKey CurrentAt(DateTimeOffset now) =>
        newestFirst.FirstOrDefault(key => key.UsableFrom <= now) ?? throw new KeyRingException($"Tenant {Tenant.Value} has no data key yet.");

    public DataKey? Version(int version) => Array.Find(newestFirst, key => key.Version == version);

    /// <summary>Asked only by one who holds it, or inside the cache's lock while the cache does.</summary>
    public KeySet Hold()
    {
        Interlocked.Increment(ref holders);
        return this;
    }

    public void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            Wipe();
        }
    }

    private void Wipe()
    {
        Array.ForEach(newestFirst, key => key.Dispose());
        foreach (var permutation in publicIds.Values)
        {
            permutation.Dispose();
        }

        if (recordIds.IsValueCreated)
        {
            recordIds.Value.Dispose();
        }
    }
}
