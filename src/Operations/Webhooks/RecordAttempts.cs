using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks;

/// <param name="Result">Null where nothing was sent.</param>
/// <param name="EndsEndpoint">The receiver said that it wants no more.</param>
internal sealed record AttemptEnd(
    ClaimedDelivery Claimed,
    SendingRules Rules,
    DeliveryEvent What,
    DateTimeOffset StartedAt,
    SendResult? Result,
    bool EndsEndpoint = false
);

/// <summary>By what an endpoint is sent to: its format's rules, and what its owner chose.</summary>
/// <param name="IsStrict">What is parked holds up what is behind it, so the endpoint is paused with it.</param>
internal sealed record SendingRules(RetrySchedule Schedule, PauseRule Pause, bool IsStrict)
{
    public static SendingRules Of(IWebhookFormat format, EndpointRules rules) =>
        new(format.ScheduleOf(rules), format.PauseOf(rules), rules.IsOrdered);
}

/// <summary>
/// Writes how tries ended: what became of the deliveries, one row a try, and how their endpoints fare. A failure under a claim that ran out is dropped; an
/// acknowledgement is true whoever heard it.
/// </summary>
internal sealed class RecordAttempts(AccessDb db, TimeProvider clock)
{
    /// <returns>Endpoints that are to be paused.</returns>
    public async Task<List<EndpointKey>> RunAsync(IReadOnlyList<AttemptEnd> ends, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginByKeyAsync(new TenantSet(ends.Select(end => end.Claimed.Endpoint.Tenant)), cancel);
        var held = await HoldEndpointsAsync(work, [.. ends.Select(end => end.Claimed.Endpoint).Distinct()], cancel);
        var stored = await HoldDeliveriesAsync(work, ends, cancel);
        var counted = ends.Where(end => stored.TryGetValue(end.Claimed.Id, out var row) && row.Takes(end)).ToList();
        var after = counted.ConvertAll(end => DeliverySchedule.Step(end.Rules.Schedule, stored[end.Claimed.Id].State, end.What, now));
        SaveDeliveries(work, counted, after, now);
        var tried = counted.Where(end => end.Result is not null).ToList();
        SaveTries(work, tried);
        var health = SaveHealth(work, tried, held, now);
        await work.CommitAsync(cancel);
        return
        [
            .. counted
                .Zip(after)
                .Where(one => IsToBePaused(one.First.Rules, one.Second, health.GetValueOrDefault(one.First.Claimed.Endpoint), now))
                .Select(one => one.First.Claimed.Endpoint)
                .Distinct(),
        ];
    }

    private static bool IsToBePaused(SendingRules rules, DeliveryState state, EndpointHealth health, DateTimeOffset now) =>
        rules.Pause.IsMet(health, now) || (rules.IsStrict && state.Phase == DeliveryPhase.Parked);

    /// <summary>Endpoints before deliveries, as whoever removes one does: the other order could deadlock with it.</summary>
    private static async Task<Dictionary<EndpointKey, EndpointHealth>> HoldEndpointsAsync(
        Work work,
        IReadOnlyList<EndpointKey> keys,
        CancellationToken cancel
    )
    {
        var held = await work.ListAsync(
            """
            select e.tenant_id, e.endpoint_id, e.failures, e.rests_until, e.failing_since from webhook_endpoint e
            where (e.tenant_id, e.endpoint_id) in (select * from unnest($1::uuid[], $2::uuid[])) order by e.tenant_id, e.endpoint_id for no key update
            """,
            row =>
                (
                    Key: new EndpointKey(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1))),
                    Health: new EndpointHealth(row.GetInt32(2), row.GetInstant(3), row.GetInstant(4))
                ),
            [Column(keys, key => key.Tenant.Value), Column(keys, key => key.Id.Value)],
            cancel
        );
        return held.ToDictionary(one => one.Key, one => one.Health);
    }

    private sealed record StoredDelivery(DeliveryState State, ClaimId? Claim)
    {
        public bool Takes(AttemptEnd end) => Claim == end.Claimed.Claim || end.What == DeliveryEvent.Acknowledged;
    }

    private static async Task<Dictionary<DeliveryId, StoredDelivery>> HoldDeliveriesAsync(
        Work work,
        IReadOnlyList<AttemptEnd> ends,
        CancellationToken cancel
    )
    {
        var rows = await work.ListAsync(
            """
            select d.delivery_id, d.state, d.tries, d.due_at, d.claim_id from delivery d
            where (d.tenant_id, d.delivery_id) in (select * from unnest($1::uuid[], $2::uuid[])) order by d.tenant_id, d.delivery_id for no key update
            """,
            row =>
                (
                    Id: new DeliveryId(row.GetGuid(0)),
                    Stored: new StoredDelivery(
                        new DeliveryState((DeliveryPhase)row.GetInt16(1), row.GetInt32(2), row.GetInstant(3)),
                        row.GetId(4, id => new ClaimId(id))
                    )
                ),
            [Column(ends, end => end.Claimed.Endpoint.Tenant.Value), Column(ends, end => end.Claimed.Id.Value)],
            cancel
        );
        return rows.ToDictionary(row => row.Id, row => row.Stored);
    }

    private static void SaveDeliveries(Work work, List<AttemptEnd> ends, List<DeliveryState> after, DateTimeOffset now) =>
        work.DoLater(
            """
            update delivery d set state = n.state, tries = n.tries, due_at = n.due_at, claim_id = null, claimed_until = null,
                delivered_at = case when n.state = 2 then coalesce(d.delivered_at, $6) end, parked_at = case when n.state = 3 then $6 end
            from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::integer[], $5::timestamptz[]) as n (tenant_id, delivery_id, state, tries, due_at)
            where d.tenant_id = n.tenant_id and d.delivery_id = n.delivery_id
            """,
            [
                Column(ends, end => end.Claimed.Endpoint.Tenant.Value),
                Column(ends, end => end.Claimed.Id.Value),
                Column(after, state => (short)state.Phase),
                Column(after, state => state.Tries),
                Column(after, state => state.DueAt),
                now,
            ]
        );

    private static void SaveTries(Work work, List<AttemptEnd> tried) =>
        work.DoLater(
            """
            insert into delivery_attempt (tenant_id, delivery_id, number, started_at, took, status, failure)
            select t.tenant_id, t.delivery_id,
                (select coalesce(max(number), 0) + 1 from delivery_attempt a where a.tenant_id = t.tenant_id and a.delivery_id = t.delivery_id),
                t.started_at, t.took, t.status, t.failure
            from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::interval[], $5::smallint[], $6::smallint[])
                as t (tenant_id, delivery_id, started_at, took, status, failure)
            """,
            [
                Column(tried, end => end.Claimed.Endpoint.Tenant.Value),
                Column(tried, end => end.Claimed.Id.Value),
                Column(tried, end => end.StartedAt),
                Column(tried, end => end.Result!.Value.Took),
                Column(tried, end => (short?)end.Result!.Value.Status),
                Column(tried, end => (short)end.Result!.Value.Failure),
            ]
        );

    private static Dictionary<EndpointKey, EndpointHealth> SaveHealth(
        Work work,
        List<AttemptEnd> tried,
        Dictionary<EndpointKey, EndpointHealth> held,
        DateTimeOffset now
    )
    {
        var byEndpoint = tried.ToLookup(end => end.Claimed.Endpoint);
        var after = held.Where(one => byEndpoint.Contains(one.Key))
            .ToDictionary(
                one => one.Key,
                one => byEndpoint[one.Key].Aggregate(one.Value, (so, end) => so.After(end.Result!.Value.IsAcknowledged, now))
            );
        WriteHealth(work, [.. after], byEndpoint);
        return after;
    }

    private static void WriteHealth(Work work, List<KeyValuePair<EndpointKey, EndpointHealth>> health, ILookup<EndpointKey, AttemptEnd> tried) =>
        work.DoLater(
            """
            update webhook_endpoint e set failures = n.failures, rests_until = n.rests_until, last_status = n.status, last_failure = n.failure, last_at = n.at,
                failing_since = n.failing_since
            from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::smallint[], $6::smallint[], $7::timestamptz[], $8::timestamptz[])
                as n (tenant_id, endpoint_id, failures, rests_until, status, failure, at, failing_since)
            where e.tenant_id = n.tenant_id and e.endpoint_id = n.endpoint_id
            """,
            [
                Column(health, one => one.Key.Tenant.Value),
                Column(health, one => one.Key.Id.Value),
                Column(health, one => one.Value.Failures),
                Column(health, one => one.Value.RestsUntil),
                Column(health, one => (short?)tried[one.Key].Last().Result!.Value.Status),
                Column(health, one => (short)tried[one.Key].Last().Result!.Value.Failure),
                Column(health, one => tried[one.Key].Last().StartedAt),
                Column(health, one => one.Value.FailingSince),
            ]
        );

    private static TColumn[] Column<T, TColumn>(IReadOnlyList<T> rows, Func<T, TColumn> column) => [.. rows.Select(column)];
}
