using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;

namespace Latchwork.Operations.Recovery;

/// <summary>The lists of events of a database that was put back, from where the backup left them: what follows from their ends is appended as it was (AU-3).</summary>
internal sealed class ResumedLists
{
    private const int AtOnce = 1000;

    private readonly OwnerSql sql;
    private ChainBatch chain = new();
    private Dictionary<TenantId, ChainEnd> ends;
    private int waiting;

    private ResumedLists(OwnerSql sql, Dictionary<TenantId, ChainEnd> ends) => (this.sql, this.ends) = (sql, ends);

    /// <summary>Events that are in the lists again.</summary>
    public long Taken { get; private set; }

    /// <summary>No event was told whose predecessor is missing.</summary>
    public bool IsGapless { get; private set; } = true;

    public static async Task<ResumedLists> OpenAsync(OwnerSql sql, CancellationToken cancel)
    {
        var ends = await sql.ListAsync("select tenant_id, sequence, hash, received_at from audit_chain", AuditLog.ReadEnd, cancel);
        return new ResumedLists(sql, ends.ToDictionary(end => end.Tenant, end => end.End));
    }

    public async Task TakeAsync(IReadOnlyList<ListedEvent> events, CancellationToken cancel)
    {
        foreach (var told in events)
        {
            var tenant = new TenantId(told.Tenant);
            if (!ends.TryGetValue(tenant, out var end) || told.Sequence <= end.Sequence)
            {
                // It is there; or its tenant was made after the backup, and is lost with all it had.
                continue;
            }

            if (ChainBatch.Follows(tenant, end, told.Sequence, told.Bytes, told.Hash) is not { } next)
            {
                IsGapless = false;
                continue;
            }

            chain.Hold(tenant, end);
            chain.AppendAsItWas(tenant, next, told.Bytes);
            ends[tenant] = next;
            Taken++;
            if (++waiting == AtOnce)
            {
                await WriteAsync(cancel);
            }
        }
    }

    /// <summary>Each list ends with the restore itself. The journal goes on in front of that.</summary>
    public async Task EndAsync(AuditEvent restored, DateTimeOffset now, CancellationToken cancel)
    {
        await WriteAsync(cancel);
        await sql.DoAsync("delete from recovery_place", cancel);
        await sql.DoAsync("insert into recovery_place (tenant_id, sequence) select tenant_id, sequence from audit_chain", cancel);
        foreach (var (tenant, end) in ends.OrderBy(one => one.Key.Value))
        {
            chain.Hold(tenant, end);
            chain.Append(tenant, restored, now);
            if (++waiting == AtOnce)
            {
                await WriteAsync(cancel);
            }
        }

        await WriteAsync(cancel);
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        await sql.DoAsync(AuditMonths.Make, cancel, chain.Months);
        await sql.DoAsync(chain.AddStatements, cancel);
        chain = new ChainBatch();
        waiting = 0;
    }
}
