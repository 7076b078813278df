using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

internal readonly record struct EndpointKey(TenantId Tenant, WebhookEndpointId Id);

/// <summary>An endpoint that has something to be sent now.</summary>
/// <param name="Failures">In a row, so far.</param>
internal readonly record struct DueEndpoint(EndpointKey Key, short Format, int Failures, EndpointRules Rules)
{
    /// <param name="column">Of <c>format, failures, is_ordered, retry_for</c>.</param>
    public static DueEndpoint Read(NpgsqlDataReader row, EndpointKey key, int column) =>
        new(
            key,
            row.GetInt16(column),
            row.GetInt32(column + 1),
            new EndpointRules(row.GetBoolean(column + 2), row.GetOptional<TimeSpan>(column + 3))
        );
}

/// <param name="Room">How many of its deliveries may be claimed.</param>
/// <param name="IsInOneLine">None goes before an earlier one, whatever they are about.</param>
internal readonly record struct EndpointRoom(EndpointKey Key, int OrderedTries, int Room, bool IsInOneLine)
{
    public DeliveryLane LaneOf(Guid delivery, Guid subject, short topic) =>
        IsInOneLine ? default
        : OrderedTries > 0 ? new DeliveryLane(subject, topic)
        : new DeliveryLane(delivery, 0);
}

/// <summary>What a node took of an endpoint at one time: who was given up for dead no longer changes what the next one does.</summary>
internal readonly record struct ClaimId(Guid Value)
{
    public static ClaimId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));
}

/// <param name="Sequence">Of the first event that it tells.</param>
/// <param name="Lane">What is claimed of one lane goes one after another, by <paramref name="Sequence"/>.</param>
/// <param name="ClaimedAt">Not after it, by the monotonic clock.</param>
internal readonly record struct ClaimedDelivery(
    EndpointKey Endpoint,
    DeliveryId Id,
    ClaimId Claim,
    TenantId Source,
    long Sequence,
    DeliveryLane Lane,
    long ClaimedAt
);

/// <summary>What holds back what: an endpoint's deliveries of one subject and topic, all of them, or each alone.</summary>
internal readonly record struct DeliveryLane(Guid Subject, short Topic);

/// <summary>
/// Takes deliveries that are due, each by one node at a time. A claim is a lease by the database's clock: that of a node which died runs out, and whoever
/// takes the delivery next sends it under the same id. Deliveries that wait for each other are claimed together, and sent one after another by who has them.
/// </summary>
internal sealed class ClaimDeliveries(AccessDb db, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Longer than any try takes (WH-4), and the writing of its end.</summary>
    public TimeSpan Lease => (options.AnswerWithin * 2) is var twice && twice > ShortestLease ? twice : ShortestLease;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    /// <summary>Whether a try that begins now has ended, and that may be written down, while the claim still holds.</summary>
    public bool MayBegin(ClaimedDelivery claimed) => TimeProvider.System.GetElapsedTime(claimed.ClaimedAt) <= Lease - (options.AnswerWithin * 1.5);

    public Task<bool> AreAnyToBeToldAsync(CancellationToken cancel) =>
        db.FirstAsync(TenantSet.None, "select latchwork_webhooks_exist()", row => row.GetBoolean(0), [], cancel);

    public Task<List<DueEndpoint>> DueAsync(CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "select tenant_id, endpoint_id, format, failures, is_ordered, retry_for from latchwork_webhooks_due($1)",
            row => DueEndpoint.Read(row, ReadEndpoint(row), 2),
            [clock.Now()],
            cancel
        );

    /// <summary>The earliest of each endpoint that may go, by the order of <see cref="DeliverySchedule.HoldsBack"/>, and what may go after those.</summary>
    public async Task<List<ClaimedDelivery>> RunAsync(IReadOnlyList<EndpointRoom> rooms, CancellationToken cancel)
    {
        var at = TimeProvider.System.GetTimestamp();
        var byKey = rooms.ToDictionary(room => room.Key);
        await using var work = await db.BeginByKeyAsync(new TenantSet(rooms.Select(room => room.Key.Tenant)), cancel);
        // Without its claim a delivery is sent once more, under the same id.
        work.MayBeUndone();
        var claimed = await work.ListAsync(
            Sql,
            row => Read(row, byKey[ReadEndpoint(row)], at),
            [
                rooms.Select(room => room.Key.Tenant.Value).ToArray(),
                rooms.Select(room => room.Key.Id.Value).ToArray(),
                rooms.Select(room => room.OrderedTries).ToArray(),
                rooms.Select(room => room.Room).ToArray(),
                clock.Now(),
                rooms.Select(room => room.IsInOneLine).ToArray(),
                Lease,
                rooms.Select(_ => ClaimId.New(clock.Now()).Value).ToArray(),
            ],
            cancel
        );
        await work.CommitAsync(cancel);
        return [.. claimed.OrderBy(one => one.Sequence)];
    }

    private static ClaimedDelivery Read(NpgsqlDataReader row, EndpointRoom room, long at) =>
        new(
            room.Key,
            new DeliveryId(row.GetGuid(2)),
            new ClaimId(row.GetGuid(3)),
            new TenantId(row.GetGuid(4)),
            row.GetInt64(5),
            room.LaneOf(row.GetGuid(2), row.GetGuid(6), row.GetInt16(7)),
            at
        );

    private static EndpointKey ReadEndpoint(NpgsqlDataReader row) => new(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1)));

    // What holds others back does so unless it is claimed here too, with them behind it: so one that another has, or that is not due, holds its lane, and a
    // lane is never under way at two places. By the latest due time so far within a lane, no limit parts one from what is before it. All of that is found in one
    // pass over what waits for the endpoint, since a look at the others for each one takes minutes for a thousand. A table that was counted while it was empty
    // must not lead elsewhere: so the pass comes first, and what it found is held row by row, by a state that only the key can lead to. What was taken meanwhile
    // holds back like any other.
    private const string Sql = """
        with found as materialized (
            select a.tenant_id, a.endpoint_id, a.claim_id, f.*
            from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $6::boolean[], $8::uuid[])
                as a (tenant_id, endpoint_id, ordered_tries, room, in_line, claim_id)
            cross join lateral (
                select o.delivery_id, o.sequence, o.state, o.tries, o.subject, o.topic, o.holds from (
                    select w.*, min(w.sequence) filter (where w.holds and not w.is_free) over (partition by w.subject, w.topic) as held,
                        max(w.due_at) over (partition by w.subject, w.topic order by w.sequence) as latest
                    from (
                        select d.delivery_id, d.sequence, d.due_at, d.state, d.tries,
                            case when not a.in_line then d.subject_id end as subject, case when not a.in_line then d.topic end as topic,
                            d.tries < a.ordered_tries and (d.tries > 0 or d.due_at <= $5) as holds,
                            d.due_at <= $5 and (d.claimed_until is null or d.claimed_until <= clock_timestamp()) as is_free
                        from delivery d where d.tenant_id = a.tenant_id and d.endpoint_id = a.endpoint_id and d.state = 1) as w) as o
                where o.is_free and (o.held is null or o.held >= o.sequence)
                order by o.latest, o.sequence limit a.room) as f),
        got as materialized (
            select f.*, d.delivery_id is not null as is_got from found f
            left join lateral (
                select h.delivery_id from delivery h
                where h.tenant_id = f.tenant_id and h.delivery_id = f.delivery_id and h.state = f.state and h.tries = f.tries
                    and (h.claimed_until is null or h.claimed_until <= clock_timestamp())
                for update skip locked) as d on true),
        free as (
            select g.tenant_id, g.delivery_id, g.claim_id from (
                select *, min(sequence) filter (where holds and not is_got) over (partition by tenant_id, endpoint_id, subject, topic) as held from got) as g
            where g.is_got and (g.held is null or g.held > g.sequence))
        update delivery d set claim_id = f.claim_id, claimed_until = clock_timestamp() + $7
        from free f where d.tenant_id = f.tenant_id and d.delivery_id = f.delivery_id
        returning d.tenant_id, d.endpoint_id, d.delivery_id, d.claim_id, d.source_tenant_id, d.sequence, d.subject_id, d.topic
        """;
}
