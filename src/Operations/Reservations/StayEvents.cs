using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations;

/// <summary>
/// What happened to a stay, out of the one list of events: what became of it, and where a code of it was shown at a door. Newest first. That somebody reads it is
/// recorded once an hour (AU-6).
/// </summary>
public sealed class StayEvents
{
    private readonly CallerReads reads;
    private readonly EventFeed feed;
    private readonly HistoryReads seen;

    internal StayEvents(CallerReads reads, EventFeed feed, HistoryReads seen) => (this.reads, this.feed, this.seen) = (reads, feed, seen);

    /// <param name="before">The number of an event: what is older than that; null for the newest.</param>
    public async Task<Outcome<FeedPage>> ListAsync(Caller by, WireId reservation, long? before, int size, CancellationToken cancel)
    {
        var sought = await SoughtStay.FindAsync(reads, by, reservation, Permission.AuditRead, cancel);
        if (sought.IsRefused(out var refusal, out var stay))
        {
            return refusal;
        }

        var place = before is { } number ? await feed.SequenceAsync(stay.Tenant, number, cancel) : long.MaxValue;
        var found = await reads.ListAsync(by, Sql, row => StoredEvent.Read(row, 0), _ => [stay.Tenant.Value, stay.Row, place, size + 1], cancel);
        if (found.IsRefused(out var gone, out var stored))
        {
            return gone;
        }

        await seen.NoteAsync(by, cancel);
        var page = stored.Take(size).ToList();
        var next = page is [.., var last] ? await feed.NumberAsync(stay.Tenant, last.Sequence, cancel) : 0;
        return new FeedPage(await feed.OpenAsync(stay.Tenant, page, cancel), next, stored.Count > size);
    }

    // A code is shown at locks that it is on, while it works or a day beside that: so much of their histories is looked at, each by its index.
    private static readonly string Sql = $"""
        with codes as (
            select c.credential_id, c.starts_at, c.ends_at from reservation_credential rc
            join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id
            where rc.tenant_id = $1 and rc.reservation_id = $2),
        doors as (
            select n.lock_id, min(c.starts_at) as starts_at, max(c.ends_at) as ends_at from codes c
            join enrollment n on n.tenant_id = $1 and n.credential_id = c.credential_id group by n.lock_id)
        select {StoredEvent.Columns} from (
            (select e.* from audit_event e where e.tenant_id = $1 and e.object_id = $2 and e.stage <> {(int)AuditStage.Asked} and e.sequence < $3
                order by e.sequence desc limit $4)
            union all
            (select e.* from doors d
                join audit_event e on e.tenant_id = $1 and e.lock_id = d.lock_id and e.stage <> {(int)AuditStage.Asked} and e.sequence < $3
                    and e.kind in ({(int)AuditKind.Unlock}, {(int)AuditKind.Lock})
                    and e.happened_at >= d.starts_at - interval '1 day' and e.happened_at < d.ends_at + interval '1 day'
                where (convert_from(e.bytes, 'UTF8')::jsonb ->> 'credential')::uuid in (select credential_id from codes)
                order by e.sequence desc limit $4)
            order by sequence desc limit $4) as e
        order by e.sequence desc
        """;
}
