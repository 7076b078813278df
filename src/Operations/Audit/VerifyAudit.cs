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
        var end = (
            await ListAsync(connection, "select sequence, hash, received_at from audit_chain where tenant_id = $1", ReadEnd, tenant, cancel)
        ).FirstOrDefault();
        var keys = exported.Keys.Count > 0 ? exported.Keys : await StoredKeysAsync(connection, cancel);
        var stored = await ListAsync(connection, StoredHeads, row => ReadHead(row, tenant), tenant, cancel);
        var verifier = new ChainVerifier(tenant, end, exported.HeadsOf(tenant).Concat(stored), keys);
        await ForEachAsync(connection, Records, row => verifier.Add(ReadRow(row)), tenant, cancel);
        await ForEachAsync(connection, Strays, row => verifier.AddStray(row.GetInt64(0)), tenant, cancel);
        return verifier.Finish();
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken cancel)
    {
        await using var command = owner.CreateCommand(Tenants);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await AccessDb.ReadAllAsync(reader, row => new TenantId(row.GetGuid(0)), cancel);
    }

    private static async Task<Dictionary<string, byte[]>> StoredKeysAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var keys = await ListAsync(
            connection,
            "select public_key from audit_signing_key where tenant_id = $1",
            row => row.GetFieldValue<byte[]>(0),
            TenantId.Installation,
            cancel
        );
        return keys.ToDictionary(key => Convert.ToHexStringLower(AuditHead.IdOf(key)), StringComparer.Ordinal);
    }

    private static async Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> map,
        TenantId tenant,
        CancellationToken cancel
    )
    {
        var rows = new List<T>();
        await ForEachAsync(connection, sql, row => rows.Add(map(row)), tenant, cancel);
        return rows;
    }

    private static async Task ForEachAsync(
        NpgsqlConnection connection,
        string sql,
        Action<NpgsqlDataReader> take,
        TenantId tenant,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = tenant.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            take(reader);
        }
    }

    private static AuditEnd ReadEnd(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2));

    private static AuditHead ReadHead(NpgsqlDataReader row, TenantId tenant) =>
        new(
            tenant.Value,
            row.GetInt64(0),
            row.GetFieldValue<byte[]>(1),
            row.GetFieldValue<DateTimeOffset>(2),
            row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<byte[]>(4)
        );

    private static AuditRow ReadRow(NpgsqlDataReader row) =>
        new()
        {
            Sequence = row.GetInt64(0),
            ReceivedAt = row.GetFieldValue<DateTimeOffset>(1),
            Hash = row.GetFieldValue<byte[]>(2),
            Bytes = row.GetFieldValue<byte[]>(3),
            Columns = new AuditColumns(
                row.GetInt16(4),
                row.GetInt16(5),
                row.GetInt16(6),
                row.GetOptional<short>(7),
                row.GetOptional<short>(8),
                row.GetOptional<short>(9),
                row.GetOptional<short>(10),
                row.GetGuid(11),
                row.GetOptional<Guid>(12),
                row.GetOptional<Guid>(13),
                row.GetOptional<Guid>(14),
                row.GetFieldValue<DateTimeOffset>(15)
            ),
            Private = row.IsDBNull(16)
                ? null
                : new AuditPrivateRow(row.GetFieldValue<byte[]>(16), row.GetFieldValue<byte[]>(17), row.GetOptional<Guid>(18)),
        };

    // Every tenant that has a chain, and every one that has records: a loose scan of the index, whose cost does not grow with the records.
    private const string Tenants = """
        with recursive seen (tenant_id) as (
            (select tenant_id from audit_event order by tenant_id limit 1)
            union all
            select (select e.tenant_id from audit_event e where e.tenant_id > s.tenant_id order by e.tenant_id limit 1) from seen s where s.tenant_id is not null)
        select tenant_id from seen where tenant_id is not null union select tenant_id from audit_chain order by tenant_id
        """;

    private const string StoredHeads = "select sequence, hash, signed_at, key_id, signature from audit_head where tenant_id = $1 order by sequence";

    private const string Records = """
        select e.sequence, e.received_at, e.hash, e.bytes, e.kind, e.stage, e.outcome, e.cause, e.shown, e.bolt, e.door, e.operation_id, e.lock_id, e.object_id,
            e.principal_id, e.happened_at, p.salt, p.bytes, p.person_id
        from audit_event e left join audit_private p on p.tenant_id = e.tenant_id and p.sequence = e.sequence and p.received_at = e.received_at
        where e.tenant_id = $1 order by e.sequence, e.received_at
        """;

    private const string Strays = """
        select p.sequence from audit_private p
        where p.tenant_id = $1
            and not exists (select from audit_event e where e.tenant_id = p.tenant_id and e.sequence = p.sequence and e.received_at = p.received_at)
        """;
}
