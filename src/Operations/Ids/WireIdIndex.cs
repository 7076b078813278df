using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Ids;

/// <summary>The core row behind a public id.</summary>
public readonly record struct CoreRow(TenantId Tenant, Guid Id);

/// <summary>
/// From public ids to rows, remembered per node. A row keeps its ids but for a lock that moves to another tenant, so who finds nothing
/// behind a remembered answer forgets it and asks once more.
/// </summary>
public sealed class WireIdIndex(AccessDb db)
{
    private const int MaxRemembered = 200_000;

    private readonly ConcurrentDictionary<WireId, CoreRow> remembered = new();

    public async ValueTask<CoreRow?> FindAsync(WireId id, CancellationToken cancel)
    {
        if (remembered.TryGetValue(id, out var row))
        {
            return row;
        }

        var found = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, row_id from public_id where kind = $1 and wire_id = $2",
            r => new CoreRow(new TenantId(r.GetGuid(0)), r.GetGuid(1)),
            [(short)id.Kind, id.Text],
            cancel
        );
        if (found.Count == 0)
        {
            return null;
        }

        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        return remembered[id] = found[0];
    }

    /// <summary>
    /// The row where it is of one of these tenants; null else. What is remembered of another tenant is asked for anew: the lock may have moved.
    /// </summary>
    public async ValueTask<CoreRow?> FindAsync(WireId id, TenantSet within, CancellationToken cancel)
    {
        if (within.IsAskedAnew)
        {
            Forget(id);
        }

        var wasRemembered = remembered.ContainsKey(id);
        var row = await FindAsync(id, cancel);
        if (wasRemembered && row is { } other && !within.Contains(other.Tenant))
        {
            Forget(id);
            row = await FindAsync(id, cancel);
        }

        return row is { } found && within.Contains(found.Tenant) ? found : null;
    }

    /// <summary>The public id of a row that was just made.</summary>
    public async Task<string> OfRowAsync(TenantId tenant, Guid row, WireIdKind kind, CancellationToken cancel) =>
        await db.FirstAsync(
            TenantSet.None,
            "select wire_id from public_id where tenant_id = $1 and row_id = $2 and kind = $3",
            r => r.GetString(0),
            [tenant.Value, row, (short)kind],
            cancel
        ) ?? throw new InvalidOperationException($"The row has no public id of the kind {kind}.");

    public void Forget(WireId id) => remembered.TryRemove(id, out _);
}
