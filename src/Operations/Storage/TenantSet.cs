using System.Collections.Frozen;
using Latchwork.Domain;

namespace Latchwork.Operations.Storage;

/// <summary>The tenants whose rows a transaction may see (TN-1). No query can be built without one.</summary>
public sealed class TenantSet
{
    private readonly FrozenSet<TenantId> tenants;

    public TenantSet(IEnumerable<TenantId> tenants)
    {
        this.tenants = tenants.ToFrozenSet();
        Setting = string.Join(',', this.tenants.Select(t => t.Value));
    }

    public static TenantSet None { get; } = new([]);

    public static TenantSet Of(params ReadOnlySpan<TenantId> tenants) => new(tenants.ToArray());

    /// <summary>Who looks up with it is not told what a node remembers of public ids: it is asked for anew.</summary>
    internal bool IsAskedAnew { get; private init; }

    internal TenantSet AskedAnew() => new(tenants) { IsAskedAnew = true };

    /// <summary>The value of <c>latchwork.tenants</c> in the database.</summary>
    internal string Setting { get; }

    public TenantSet With(IReadOnlyCollection<TenantId> also) => also.Count == 0 ? this : new(tenants.Concat(also));

    public bool Contains(TenantId tenant) => tenants.Contains(tenant);

    public IEnumerable<TenantId> All => tenants;
}
