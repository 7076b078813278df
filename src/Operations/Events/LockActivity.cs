using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Events;

/// <summary>What happened last at each of some locks, as the list of events has it.</summary>
public sealed class LockActivity
{
    private readonly CallerReads reads;
    private readonly EventFeed feed;
    private readonly HistoryReads seen;

    internal LockActivity(CallerReads reads, EventFeed feed, HistoryReads seen) => (this.reads, this.feed, this.seen) = (reads, feed, seen);

    /// <summary>By the names of the locks. Those where nothing happened, and those that are none of the tenant's, are left out.</summary>
    public async Task<Outcome<IReadOnlyList<FeedEvent>>> RunAsync(Caller by, TenantId tenant, IReadOnlyList<WireId> locks, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            Newest,
            row => StoredEvent.Read(row, 0),
            _ => [tenant.Value, locks.Select(one => one.Text).ToArray()],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.AuditRead, read.By.StandingIn(tenant), Noun.AuditEvent) is { } weak)
        {
            return weak;
        }

        await seen.NoteAsync(by, cancel);
        return await feed.OpenAsync(tenant, read.Rows, cancel);
    }

    /// <summary>One step into the index of locks for each of them, however much happened there.</summary>
    private static readonly string Newest = $"""
        select {StoredEvent.Columns}
        from (
            select distinct p.row_id from unnest($2::text[]) as asked (wire_id)
            join public_id p on p.kind = {(int)WireIdKind.LockUuid} and p.wire_id = asked.wire_id where p.tenant_id = $1) as p
        join smart_lock l on l.tenant_id = $1 and l.lock_id = p.row_id
        cross join lateral (
            select * from audit_event a where a.tenant_id = $1 and a.lock_id = l.lock_id and a.stage <> {(int)AuditStage.Asked}
            order by a.happened_at desc, a.sequence desc limit 1) as e
        order by l.name, l.lock_id
        """;
}
