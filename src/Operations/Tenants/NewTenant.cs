using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Tenants;

/// <summary>
/// Writes the rows that every tenant has: its data key, the start of its audit chain, its public ids. The transaction's tenant set must hold
/// it, and its first event must follow.
/// </summary>
internal sealed class NewTenant(KeyRotation keys, WireIds ids)
{
    /// <param name="zone">IANA zone; checked by the caller.</param>
    public Task WriteAsync(Work work, TenantId tenant, string name, string zone, DateTimeOffset now, CancellationToken cancel) =>
        WriteAsync(work, tenant, name, zone, isPersonal: false, now, cancel);

    /// <summary>The home of a person who comes without a tenant.</summary>
    /// <inheritdoc cref="WriteAsync(Work, TenantId, string, string, DateTimeOffset, CancellationToken)"/>
    public Task WriteHomeAsync(Work work, TenantId tenant, string name, string zone, DateTimeOffset now, CancellationToken cancel) =>
        WriteAsync(work, tenant, name, zone, isPersonal: true, now, cancel);

    private async Task WriteAsync(Work work, TenantId tenant, string name, string zone, bool isPersonal, DateTimeOffset now, CancellationToken cancel)
    {
        await WriteRowsAsync(work, tenant, name, zone, keys.First(tenant), now, cancel);
        if (isPersonal)
        {
            await work.DoAsync("update tenant set is_personal = true where tenant_id = $1", [tenant.Value], cancel);
        }

        await ids.IssueAsync(work, tenant, tenant.Value, cancel, WireIdKind.TenantUuid, WireIdKind.KeyvoxOrganisation);
    }

    /// <summary>The rows alone, without public ids: also for the reserved tenant, whose keys those ids are made with.</summary>
    public static async Task WriteRowsAsync(
        Work work,
        TenantId tenant,
        string name,
        string zone,
        DataKeyRow key,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await work.DoAsync("insert into tenant (tenant_id, name, zone, created_at) values ($1, $2, $3, $4)", [tenant.Value, name, zone, now], cancel);
        await work.DoAsync(
            "insert into data_key (tenant_id, version, wrapped, created_at) values ($1, $2, $3, $4)",
            [tenant.Value, key.Version, key.Wrapped, key.UsableFrom],
            cancel
        );
        await work.DoAsync(
            "insert into audit_chain (tenant_id, sequence, hash, received_at) values ($1, 0, $2, $3)",
            [tenant.Value, new byte[AuditHash.Size], now],
            cancel
        );
    }
}
