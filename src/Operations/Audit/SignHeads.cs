using System.ComponentModel.DataAnnotations;
using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Audit;

public sealed class SignHeadsOptions
{
    /// <summary>A chain that grew by so many records is signed (AU-3).</summary>
    [Range(1, 1_000_000)]
    public int Records { get; set; } = 1000;

    /// <summary>A chain that grew at all is signed so long after its newest head.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>
/// Signs the ends of chains that are due and brings the heads out of the database. A head is kept outside first and written to the database
/// after, so no head is known here that the sinks do not hold; after a crash between the two they hold one more, as true as the others.
/// </summary>
public sealed class SignHeads
{
    private readonly AccessDb db;
    private readonly HeadKeys keys;
    private readonly IReadOnlyList<IHeadSink> sinks;
    private readonly SignHeadsOptions options;
    private readonly TimeProvider clock;

    internal SignHeads(AccessDb db, HeadKeys keys, IEnumerable<IHeadSink> sinks, SignHeadsOptions options, TimeProvider clock) =>
        (this.db, this.keys, this.sinks, this.options, this.clock) = (db, keys, [.. sinks], options, clock);

    /// <summary>One round, once a cluster at a time. How many heads were signed.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        var due = await DueAsync(now, cancel);
        if (due.Count == 0)
        {
            return 0;
        }

        await using var work = await db.BeginAsync(new TenantSet(due.Select(chain => chain.Tenant)), cancel);
        if (!await ClusterLock.TryTakeAsync(work, ClusterLock.SignHeads, cancel))
        {
            return 0;
        }

        using var key = await keys.OpenAsync(now, cancel);
        List<AuditHead> heads = [.. due.Select(chain => AuditHead.Sign(key, chain.Tenant, chain.Sequence, chain.Hash, now))];
        foreach (var sink in sinks)
        {
            await sink.KeepAsync(heads, key.PublicKey.ToArray(), cancel);
        }

        // In the order in which everybody takes chains; the update below would take them in that of its join.
        await work.HoldChainsAsync(cancel, heads.ConvertAll(head => new TenantId(head.Tenant)));
        await WriteAsync(work, heads, now, cancel);
        await work.CommitAsync(cancel);
        return heads.Count;
    }

    private sealed record DueChain(TenantId Tenant, long Sequence, byte[] Hash);

    private Task<List<DueChain>> DueAsync(DateTimeOffset now, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "select tenant_id, sequence, hash from latchwork_chains_to_sign($1, $2)",
            row => new DueChain(new TenantId(row.GetGuid(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2)),
            [(long)options.Records, now - options.Every],
            cancel
        );

    private static Task WriteAsync(Work work, List<AuditHead> heads, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            with head as (
                select * from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) as h (tenant_id, sequence, hash, signature)),
            written as (
                insert into audit_head (tenant_id, sequence, hash, signed_at, key_id, signature, exported_at)
                select tenant_id, sequence, hash, $5, $6, signature, $5 from head on conflict do nothing)
            update audit_chain c set signed_sequence = h.sequence from head h where c.tenant_id = h.tenant_id and c.signed_sequence < h.sequence
            """,
            [
                heads.Select(head => head.Tenant).ToArray(),
                heads.Select(head => head.Sequence).ToArray(),
                heads.Select(head => head.Hash).ToArray(),
                heads.Select(head => head.Signature).ToArray(),
                now,
                heads[0].KeyId,
            ],
            cancel
        );
}
