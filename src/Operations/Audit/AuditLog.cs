using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>The audit for operations outside the Journal's lanes.</summary>
internal static class AuditLog
{
    internal const string HoldEnds =
        "select tenant_id, sequence, hash, received_at from audit_chain where tenant_id = any ($1) order by tenant_id for update";

    /// <summary>
    /// Appends events of one tenant and commits. It is the last thing an operation does: from here to the commit it holds the tenant's chain,
    /// so there is no input or output, no hashing of passwords and no key making after it.
    /// </summary>
    public static async Task CommitAsync(
        this Work work,
        TenantId tenant,
        DateTimeOffset now,
        CancellationToken cancel,
        params IReadOnlyList<AuditEntry> entries
    )
    {
        var chain = await work.HoldChainsAsync(cancel, tenant);
        foreach (var entry in entries)
        {
            chain.Append(tenant, entry.Event, now, entry.Private);
        }

        await work.CommitAsync(chain, cancel);
    }

    /// <summary>
    /// Takes the chains before anything is read or written, as the Journal does: for a transaction that changes rows which reports of devices
    /// change too (the other order could deadlock with it), and for one whose decision a revocation must not overlap (AZ-5). It is short.
    /// </summary>
    public static async Task<ChainBatch> HoldChainsAsync(this Work work, CancellationToken cancel, params IReadOnlyList<TenantId> tenants)
    {
        var chain = new ChainBatch();
        await work.HoldAsync(chain, tenants, cancel);
        return chain;
    }

    /// <summary>One more chain, of a tenant that the transaction has made: nobody else holds it.</summary>
    public static Task HoldAlsoAsync(this Work work, ChainBatch chain, TenantId made, CancellationToken cancel) =>
        work.HoldAsync(chain, [made], cancel);

    private static async Task HoldAsync(this Work work, ChainBatch chain, IReadOnlyList<TenantId> tenants, CancellationToken cancel)
    {
        foreach (var (of, end) in await work.ListAsync(HoldEnds, ReadEnd, [tenants.Select(tenant => tenant.Value).Distinct().ToArray()], cancel))
        {
            chain.Hold(of, end);
        }
    }

    internal static (TenantId Tenant, ChainEnd End) ReadEnd(NpgsqlDataReader row) =>
        (new TenantId(row.GetGuid(0)), new ChainEnd(row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3)));
}

/// <summary>An event and its personal detail, as an operation hands them to its commit.</summary>
internal readonly record struct AuditEntry(AuditEvent Event, AuditPrivate? Private = null);
