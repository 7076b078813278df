using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>Reads one chain of a database, as it stands at one moment, and has it verified (AU-5).</summary>
internal static class ChainReader
{
    /// <summary>So many records lie between two times that progress is told.</summary>
    private const int TellAfter = 1000;

    /// <param name="connection">In a transaction of one moment, which may see the tenant and the installation.</param>
    /// <param name="exported">Where it holds no keys, the database's own heads are all there is to compare with.</param>
    /// <param name="progress">Told how many records were looked at.</param>
    public static async Task<ChainReport> VerifyAsync(
        NpgsqlConnection connection,
        TenantId tenant,
        HeadArchive exported,
        Func<long, CancellationToken, Task>? progress,
        CancellationToken cancel
    )
    {
        var end = (
            await ListAsync(connection, "select sequence, hash, received_at from audit_chain where tenant_id = $1", ReadEnd, tenant, cancel)
        ).FirstOrDefault();
        var keys = exported.Keys.Count > 0 ? exported.Keys : await StoredKeysAsync(connection, cancel);
        var stored = await ListAsync(connection, StoredHeads, row => ReadHead(row, tenant), tenant, cancel);
        var verifier = new ChainVerifier(tenant, end, exported.HeadsOf(tenant).Concat(stored), keys);
        var records = 0L;
        await ForEachAsync(
            connection,
            Records,
            async row =>
            {
                verifier.Add(ReadRow(row));
                if (++records % TellAfter == 0 && progress is not null)
                {
                    await progress(records, cancel);
                }
            },
            tenant,
            cancel
        );
        foreach (var stray in await ListAsync(connection, Strays, row => row.GetInt64(0), tenant, cancel))
        {
            verifier.AddStray(stray);
        }

        return verifier.Finish();
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
        await ForEachAsync(
            connection,
            sql,
            row =>
            {
                rows.Add(map(row));
                return ValueTask.CompletedTask;
            },
            tenant,
            cancel
        );
        return rows;
    }

    private static async Task ForEachAsync(
        NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, ValueTask> take,
        TenantId tenant,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = tenant.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            await take(reader);
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
