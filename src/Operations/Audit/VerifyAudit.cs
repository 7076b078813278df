using System.Data;
using System.Runtime.CompilerServices;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>Reads the chains of a database, one after the other, each as it stood at one moment, and has them verified (AU-5).</summary>
/// <param name="owner">Connections as the owner of the tables, who sees all tenants.</param>
public sealed class VerifyAudit(NpgsqlDataSource owner)
{
    /// <param name="only">Null for all tenants.</param>
    /// <param name="exported">Where it holds no keys, the database's own heads are all there is to compare with.</param>
    public async IAsyncEnumerable<ChainReport> RunAsync(TenantId? only, HeadArchive exported, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var tenant in only is { } one ? [one] : (await TenantsAsync(cancel)).Union(exported.Tenants))
        {
            yield return await VerifyAsync(tenant, exported, cancel);
        }
    }

    private async Task<ChainReport> VerifyAsync(TenantId tenant, HeadArchive exported, CancellationToken cancel)
    {
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        return await ChainReader.VerifyAsync(connection, tenant, exported, progress: null, cancel);
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken cancel)
    {
        await using var command = owner.CreateCommand(Tenants);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await AccessDb.ReadAllAsync(reader, row => new TenantId(row.GetGuid(0)), cancel);
    }

    // Every tenant that has a chain, and every one that has records: a loose scan of the index, whose cost does not grow with the records.
    private const string Tenants = """
        with recursive seen (tenant_id) as (
            (select tenant_id from audit_event order by tenant_id limit 1)
            union all
            select (select e.tenant_id from audit_event e where e.tenant_id > s.tenant_id order by e.tenant_id limit 1) from seen s where s.tenant_id is not null)
        select tenant_id from seen where tenant_id is not null union select tenant_id from audit_chain order by tenant_id
        """;
}
