using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>The key sets that a node keeps in clear: a bounded number, the longest unused leaves first; one past its age
/// is not lent again.</summary>
internal sealed class KeyCache(KeyRingOptions options, TimeProvider clock)
{
    private readonly Lock turn = new();
    private readonly Dictionary<TenantId, LinkedListNode<KeySet>> byTenant = [];
    private readonly LinkedList<KeySet> lastUsedFirst = [];

    /// <returns>Held for the caller; null where it has to be loaded.</returns>
    public KeySet? TryHold(TenantId tenant)
    {
        lock (turn)
        {
            if (!byTenant.TryGetValue(tenant, out var node))
            {
                return null;
            }

            if (clock.GetElapsedTime(node.Value.LoadedAt) >= options.CachedFor)
            {
                Drop(node);
                return null;
            }

            lastUsedFirst.Remove(node);
            lastUsedFirst.AddFirst(node);
            return node.Value.Hold();
        }
    }

    /// <summary>Takes over a hold of the set and gives one to the caller. What was there for the tenant leaves.</summary>
    public KeySet Keep(KeySet set)
    {
        lock (turn)
        {
            if (byTenant.TryGetValue(set.Tenant, out var former))
            {
                Drop(former);
            }

            byTenant[set.Tenant] = lastUsedFirst.AddFirst(set);
            if (byTenant.Count > options.CachedTenants)
            {
                Drop(lastUsedFirst.Last!);
            }

            return set.Hold();
        }
    }

    public void Forget(TenantId tenant)
    {
        lock (turn)
        {
            if (byTenant.TryGetValue(tenant, out var node))
            {
                Drop(node);
            }
        }
    }

    public void Clear()
    {
        lock (turn)
        {
            while (lastUsedFirst.Last is { } node)
            {
                Drop(node);
            }
        }
    }

    private void Drop(LinkedListNode<KeySet> node)
    {
        lastUsedFirst.Remove(node);
        byTenant.Remove(node.Value.Tenant);
        node.Value.LetGo();
    }
}
