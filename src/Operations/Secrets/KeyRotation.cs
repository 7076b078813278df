using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>Makes and changes the rows of the key ring; all of it while the nodes run (KR-2). The rows are the caller's to store.</summary>
internal sealed class KeyRotation(RootKeys roots, KeyRingOptions options, TimeProvider clock)
{
    /// <summary>The longest time for which a node may not know what another one has stored, doubled.</summary>
    private TimeSpan Lead => 2 * options.CachedFor;

    /// <summary>The first version for a new tenant, to be stored in the transaction that makes it.</summary>
    public DataKeyRow First(TenantId tenant) => DataKey.Make(tenant, version: 1, clock.Now(), roots, former: null);

    /// <summary>The version after the newest. It comes into use when every node has heard of it; the tenant's ids stay as they are.</summary>
    public DataKeyRow Next(IReadOnlyList<DataKeyRow> rows)
    {
        var newest = rows.MaxBy(row => row.Version)!;
        return DataKey.Make(newest.Tenant, newest.Version + 1, clock.Now() + Lead, roots, newest);
    }

    /// <summary>After a new root key came into force: the row to store instead, or null where it is already wrapped under that one.</summary>
    public DataKeyRow? Rewrap(DataKeyRow row) => roots.Current.Wrapped(row.Wrapped) ? null : DataKey.Rewrap(row, roots);

    /// <summary>
    /// The versions that nothing needs: a later one has been in use for so long that nobody still writes with them, and no stored value has them
    /// (<see cref="TenantKeys.SealVersion"/>, <see cref="TenantKeys.IndexVersion"/>). Backups made before still need them.
    /// </summary>
    /// <param name="inUse">The versions found in the tenant's sealed values and indexes.</param>
    public IReadOnlyList<int> Destroyable(IReadOnlyList<DataKeyRow> rows, IReadOnlySet<int> inUse)
    {
        var settled = clock.Now() - Lead;
        var current = rows.Where(row => row.UsableFrom <= settled).Select(row => row.Version).DefaultIfEmpty(0).Max();
        return [.. rows.Select(row => row.Version).Where(version => version < current && !inUse.Contains(version)).Order()];
    }
}
