using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

internal readonly record struct EndpointKey(TenantId Tenant, WebhookEndpointId Id);

/// <summary>An endpoint that has something to be sent now.</summary>
/// <param name="Failures">In a row, so far.</param>
internal readonly record struct DueEndpoint(EndpointKey Key, short Format, int Failures, EndpointRules Rules);

/// <param name="Room">How many of its deliveries may be claimed.</param>
/// <param name="IsInOneLine">None goes before an earlier one, whatever they are about.</param>
internal readonly record struct EndpointRoom(EndpointKey Key, int OrderedTries, int Room, bool IsInOneLine);

/// <param name="Claim">Names this claim: who was given up for dead no longer changes what the next one does.</param>
internal readonly record struct ClaimedDelivery(EndpointKey Endpoint, DeliveryId Id, Guid Claim, TenantId Source);

/// <summary>
/// Takes deliveries that are due, each by one node at a time. A claim is a lease by the database's clock: that of a node which died runs out, and whoever
/// takes the delivery next sends it under the same id.
/// </summary>
internal sealed class ClaimDeliveries(AccessDb db, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Longer than any try takes (WH-4), and the writing of its end.</summary>
    private TimeSpan Lease => (options.AnswerWithin * 2) is var twice && twice > ShortestLease ? twice : ShortestLease;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    public Task<bool> AreAnyToBeToldAsync(CancellationToken cancel) =>
        db.FirstAsync(TenantSet.None, "select latchwork_webhooks_exist()", row => row.GetBoolean(0), [], cancel);

    public Task<List<DueEndpoint>> DueAsync(CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "select tenant_id, endpoint_id, format, failures, is_ordered, retry_for from latchwork_webhooks_due($1)",
            row => new DueEndpoint(
                ReadEndpoint(row),
                row.GetInt16(2),
                row.GetInt32(3),
                new EndpointRules(row.GetBoolean(4), row.GetOptional<TimeSpan>(5))
            ),
            [clock.Now()],
            cancel
        );

    /// <summary>The earliest of each endpoint that may go, by the order of <see cref="DeliverySchedule.HoldsBack"/>.</summary>
    public async Task<List<ClaimedDelivery>> RunAsync(IReadOnlyList<EndpointRoom> rooms, CancellationToken cancel)
    {
        await using var work = await db.BeginByKeyAsync(new TenantSet(rooms.Select(room => room.Key.Tenant)), cancel);
        var claimed = await work.ListAsync(
            Sql,
            row => new ClaimedDelivery(ReadEndpoint(row), new DeliveryId(row.GetGuid(2)), row.GetGuid(3), new TenantId(row.GetGuid(4))),
            [
                rooms.Select(room => room.Key.Tenant.Value).ToArray(),
                rooms.Select(room => room.Key.Id.Value).ToArray(),
                rooms.Select(room => room.OrderedTries).ToArray(),
                rooms.Select(room => room.Room).ToArray(),
                clock.Now(),
                rooms.Select(room => room.IsInOneLine).ToArray(),
                Lease,
            ],
            cancel
        );
        await work.CommitAsync(cancel);
        return claimed;
    }

    private static EndpointKey ReadEndpoint(NpgsqlDataReader row) => new(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1)));

    // Whatever holds others back does so whether it is claimed or not, so two of one subject are never under way at once. The first of each subject is found in
    // one pass over what waits for the endpoint, since a look at the others for each one takes minutes for a thousand. A table that was counted while it was
    // empty must not lead elsewhere: so the pass comes first, and what it found is held row by row, by a state that only the key can lead to.
    private const string Sql = """
        with found as materialized (
            select a.tenant_id, f.delivery_id, f.state, f.tries
            from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $6::boolean[]) as a (tenant_id, endpoint_id, ordered_tries, room, in_line)
            cross join lateral (
                select * from (
                    select w.delivery_id, w.sequence, w.due_at, w.state, w.tries, w.claimed_until,
                        min(w.sequence) filter (where w.tries < a.ordered_tries and (w.tries > 0 or w.due_at <= $5)) over (
                            partition by case when not a.in_line then w.subject_id end, case when not a.in_line then w.topic end) as first
                    from delivery w where w.tenant_id = a.tenant_id and w.endpoint_id = a.endpoint_id and w.state = 1) as w
                where w.due_at <= $5 and (w.claimed_until is null or w.claimed_until <= clock_timestamp()) and (w.first is null or w.first >= w.sequence)
                order by w.due_at, w.sequence limit a.room) as f),
        free as (
            select d.tenant_id, d.delivery_id from found f
            cross join lateral (
                select h.tenant_id, h.delivery_id from delivery h
                where h.tenant_id = f.tenant_id and h.delivery_id = f.delivery_id and h.state = f.state and h.tries = f.tries
                    and (h.claimed_until is null or h.claimed_until <= clock_timestamp())
                for update skip locked) as d)
        update delivery d set claim_id = gen_random_uuid(), claimed_until = clock_timestamp() + $7
        from free f where d.tenant_id = f.tenant_id and d.delivery_id = f.delivery_id
        returning d.tenant_id, d.endpoint_id, d.delivery_id, d.claim_id, d.source_tenant_id
        """;
}
