using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Storage;

/// <summary>The wrapped data keys of tenants, in their table.</summary>
internal sealed class DataKeyStore(AccessDb db) : IDataKeyStore
{
    public async Task<IReadOnlyList<DataKeyRow>> LoadAsync(TenantId tenant, CancellationToken cancel) =>
        await db.ListAsync(
            TenantSet.Of(tenant),
            "select version, wrapped, created_at from data_key where tenant_id = $1 order by version",
            row => new DataKeyRow(tenant, row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2)),
            [tenant.Value],
            cancel
        );
}
