using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

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
    private const string RowSql = "select tenant_id, row_id from public_id where kind = $1 and wire_id = $2";

    private readonly ConcurrentDictionary<WireId, CoreRow> remembered = new();

    public ValueTask<CoreRow?> FindAsync(WireId id, CancellationToken cancel) => FindAsync(id, work: null, cancel);

    /// <summary>
    /// The same for an act that is under way, by its own connection: it holds its tenant's chain, and those who wait for it may hold all other connections.
    /// </summary>
    internal ValueTask<CoreRow?> FindAsync(Work work, WireId id, TenantSet within, CancellationToken cancel) => FindAsync(id, within, work, cancel);

    private async ValueTask<CoreRow?> FindAsync(WireId id, Work? work, CancellationToken cancel)
    {
        if (remembered.TryGetValue(id, out var row))
        {
            return row;
        }

        object?[] values = [(short)id.Kind, id.Text];
        var found = work is null
            ? await db.ListAsync(TenantSet.None, RowSql, Read, values, cancel)
            : await work.ListAsync(RowSql, Read, values, cancel);
        if (found.Count == 0)
        {
            return null;
        }

        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        return remembered[id] = found[0];

        static CoreRow Read(NpgsqlDataReader read) => new(new TenantId(read.GetGuid(0)), read.GetGuid(1));
    }

    /// <summary>
    /// The row where it is of one of these tenants; null else. What is remembered of another tenant is asked for anew: the lock may have moved.
    /// </summary>
    public ValueTask<CoreRow?> FindAsync(WireId id, TenantSet within, CancellationToken cancel) => FindAsync(id, within, work: null, cancel);

    private async ValueTask<CoreRow?> FindAsync(WireId id, TenantSet within, Work? work, CancellationToken cancel)
    {
        if (within.IsAskedAnew)
        {
            Forget(id);
        }

        var wasRemembered = remembered.ContainsKey(id);
        var row = await FindAsync(id, work, cancel);
        if (wasRemembered && row is { } other && !within.Contains(other.Tenant))
        {
            Forget(id);
            row = await FindAsync(id, work, cancel);
        }

        return row is { } found && within.Contains(found.Tenant) ? found : null;
    }

    /// <summary>The rows of several, each once; null where one is not of these tenants.</summary>
    /// <param name="within">Null for people, who are of no tenant.</param>
    public async Task<Guid[]?> FindAllAsync(IReadOnlyList<WireId> ids, TenantSet? within, CancellationToken cancel)
    {
        var rows = new List<Guid>();
        foreach (var id in ids)
        {
            if (await (within is { } tenants ? FindAsync(id, tenants, cancel) : FindAsync(id, cancel)) is not { } row)
            {
                return null;
            }

            rows.Add(row.Id);
        }

        return [.. rows.Distinct()];
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

    /// <summary>That of a person, which is of their home, wherever they are asked for.</summary>
    public async Task<string> OfPersonAsync(Guid person, CancellationToken cancel) =>
        await db.FirstAsync(
            TenantSet.None,
            "select wire_id from public_id where row_id = $1 and kind = $2",
            r => r.GetString(0),
            [person, (short)WireIdKind.UserUuid],
            cancel
        ) ?? throw new InvalidOperationException("The person has no public id.");

    public void Forget(WireId id) => remembered.TryRemove(id, out _);
}
