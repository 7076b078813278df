using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>One tenant's list of events, as far as one endpoint is concerned.</summary>
internal readonly record struct CursorKey(TenantId Tenant, WebhookEndpointId Endpoint, TenantId Source);

/// <summary>A list with events that were not considered yet.</summary>
/// <param name="IsSpared">It failed last, and rests between tries.</param>
internal readonly record struct BehindEndpoint(CursorKey Cursor, DueEndpoint Endpoint, bool IsSpared);

/// <summary>What the node that plans has room for, to claim it with the planning.</summary>
/// <param name="Claims">All that it has under way for the endpoint.</param>
/// <param name="Lease">How long it is this node's.</param>
internal sealed record OwnRoom(EndpointRoom Room, IReadOnlyList<ClaimId> Claims, TimeSpan Lease);

/// <param name="IsMore">There is more to plan at once.</param>
/// <param name="Claimed">By the order of the list; empty where others may claim it.</param>
internal readonly record struct PlannedNews(bool IsMore, IReadOnlyList<ClaimedDelivery> Claimed);

/// <summary>
/// Makes deliveries of new events: for each endpoint and list it goes on from its cursor and moves that in the same transaction, so no event is passed over
/// and none is planned twice, whoever dies. Of another tenant's list an endpoint is told what happens to locks that its person owns.
/// </summary>
internal sealed class PlanDeliveries(AccessDb db, WebhookFormats formats, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Events that are looked at in one transaction.</summary>
    private const int AtOnce = 500;

    /// <summary>Lists that are looked for at a time.</summary>
    public const int MostBehind = 500;

    /// <summary>24 digits, as the wires have room for.</summary>
    private const int IdBytes = 12;

    /// <summary>Begins with lists that have become an endpoint's since.</summary>
    public async Task FindSourcesAsync(CancellationToken cancel)
    {
        var found = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, endpoint_id, source_tenant_id, begins_at from latchwork_webhook_sources()",
            row => (Key: ReadKey(row), BeginsAt: row.GetFieldValue<DateTimeOffset>(3)),
            [],
            cancel
        );
        foreach (var (key, beginsAt) in found)
        {
            await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
            await BeginAtAsync(work, key, beginsAt, cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Begins with what comes after the transaction under way, which holds the tenant's chain.</summary>
    public static Task BeginHereAsync(Work work, TenantId tenant, WebhookEndpointId endpoint, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into webhook_cursor (tenant_id, endpoint_id, source_tenant_id, sequence, received_at)
            select $1, $2, $1, sequence, received_at from audit_chain where tenant_id = $1
            """,
            [tenant.Value, endpoint.Value],
            cancel
        );

    private static Task BeginAtAsync(Work work, CursorKey key, DateTimeOffset beginsAt, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into webhook_cursor (tenant_id, endpoint_id, source_tenant_id, sequence, received_at)
            select $1, $2, $3, coalesce((select sequence from audit_event where tenant_id = $3 and received_at < $4 order by sequence desc limit 1), 0), $4
            on conflict do nothing
            """,
            [key.Tenant.Value, key.Endpoint.Value, key.Source.Value, beginsAt],
            cancel
        );

    public Task<List<BehindEndpoint>> BehindAsync(CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            """
            select tenant_id, endpoint_id, source_tenant_id, format, failures, is_ordered, retry_for, rests_until > $3
            from latchwork_webhooks_behind($1, $2)
            """,
            row =>
            {
                var key = ReadKey(row);
                var endpoint = DueEndpoint.Read(row, new EndpointKey(key.Tenant, key.Endpoint), 3);
                return new BehindEndpoint(key, endpoint, endpoint.Failures > 0 || row.GetOptional<bool>(7) == true);
            },
            [options.MostWaiting, MostBehind, clock.Now()],
            cancel
        );

    /// <summary>What is to be told once more.</summary>
    /// <returns>Whether there is more to plan at once.</returns>
    public async Task<bool> RunReplaysAsync(CancellationToken cancel)
    {
        var waiting = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, endpoint_id, source_tenant_id from latchwork_webhooks_replaying($1)",
            ReadKey,
            [options.MostWaiting],
            cancel
        );
        var isMore = false;
        foreach (var key in waiting)
        {
            isMore |= await PlanAgainAsync(key, cancel);
        }

        return isMore;
    }

    /// <param name="own">Null: whoever has room may claim it.</param>
    public async Task<PlannedNews> PlanNewsAsync(CursorKey key, OwnRoom? own, CancellationToken cancel)
    {
        var at = TimeProvider.System.GetTimestamp();
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
        var rows = await ListAsync(work, ListedEvent.News, key, own, cancel);
        if (rows.Count == 0 || formats.Find(rows[0].Format) is not { } format)
        {
            return new PlannedNews(IsMore: false, []);
        }

        // The cursor goes back together with the deliveries. Those of several events might then tell others under an id that was taken already.
        if (format.EventsPerDelivery == 1)
        {
            work.MayBeUndone();
        }

        var now = clock.Now();
        var planned = DeliveriesOf(format, rows, now);
        var claim = own is not null && rows[0].IsClear ? new PlannedClaim(ClaimId.New(now), own, planned, now, at) : null;
        Write(work, key, planned, claim);
        await work.DoAsync(
            "update webhook_cursor set sequence = $4, received_at = $5 where tenant_id = $1 and endpoint_id = $2 and source_tenant_id = $3",
            [.. Named(key), rows[^1].Sequence, rows[^1].ReceivedAt],
            cancel
        );
        await work.CommitAsync(cancel);
        return new PlannedNews(IsFull(rows), claim is null ? [] : [.. planned.Where(claim.Takes).Select(one => claim.On(one, key))]);
    }

    /// <summary>What was told, or given up, waits once more; what has been forgotten since is made again, under the id that it had.</summary>
    private async Task<bool> PlanAgainAsync(CursorKey key, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
        var rows = await ListAsync(work, ListedEvent.Again, key, own: null, cancel);
        if (rows.Count > 0 && formats.Find(rows[0].Format) is { } format)
        {
            Write(work, key, DeliveriesOf(format, rows, clock.Now()), claim: null);
            await work.DoAsync(
                "update webhook_replay set sequence = $4 where tenant_id = $1 and endpoint_id = $2 and source_tenant_id = $3",
                [.. Named(key), rows[^1].Sequence],
                cancel
            );
        }

        if (!IsFull(rows))
        {
            await EndReplayAsync(work, key, cancel);
        }

        await work.CommitAsync(cancel);
        return IsFull(rows);
    }

    /// <summary>Nothing was found of what is left; another node that is at it has it locked, and ends it.</summary>
    private static Task EndReplayAsync(Work work, CursorKey key, CancellationToken cancel) =>
        work.DoAsync(
            """
            delete from webhook_replay r using (
                select w.tenant_id, w.endpoint_id, w.source_tenant_id from webhook_replay w
                where w.tenant_id = $1 and w.endpoint_id = $2 and w.source_tenant_id = $3 and not exists (
                    select from audit_event a where a.tenant_id = $3 and a.sequence > w.sequence and a.sequence <= w.until_sequence)
                for update skip locked) as over
            where r.tenant_id = over.tenant_id and r.endpoint_id = over.endpoint_id and r.source_tenant_id = over.source_tenant_id
            """,
            Named(key),
            cancel
        );

    private Task<List<ListedEvent>> ListAsync(Work work, string sql, CursorKey key, OwnRoom? own, CancellationToken cancel) =>
        work.ListAsync(
            sql,
            ListedEvent.Read,
            [
                .. Named(key),
                AtOnce,
                formats.ThatTellEachLock,
                formats.ThatTellGateways,
                (own?.Claims ?? []).Select(claim => claim.Value).ToArray(),
                clock.Now(),
            ],
            cancel
        );

    private static object?[] Named(CursorKey key) => [key.Tenant.Value, key.Endpoint.Value, key.Source.Value];

    private static bool IsFull(List<ListedEvent> rows) => rows.Select(row => row.Sequence).Distinct().Count() == AtOnce;

    /// <summary>Events of one subject and topic share deliveries, in their order; one that waits stands alone.</summary>
    private static List<Planned> DeliveriesOf(IWebhookFormat format, List<ListedEvent> rows, DateTimeOffset now)
    {
        var planned = new List<Planned>();
        var open = new Dictionary<(short, Guid), Planned>();
        foreach (var row in rows.Where(row => row.IsTold))
        {
            foreach (var topic in format.Topics.Where(topic => row.Topics.Contains(topic.Number) || (format.IsOurs && row.Topics.Length == 0)))
            {
                if (row.SubjectOf(topic.Subject) is not { } subject || topic.DelayOf(row.Facts) is not { } delay || !row.IsMeant(subject, format))
                {
                    continue;
                }

                var at = (topic.Number, subject);
                if (delay == TimeSpan.Zero && open.TryGetValue(at, out var shared) && shared.Events.Count < format.EventsPerDelivery)
                {
                    shared.Events.Add(row);
                    continue;
                }

                var dueAt = delay == TimeSpan.Zero ? now : row.ReceivedAt + delay;
                var alone = new Planned(DeliveryId.New(now), topic, subject, DeliveryState.New(dueAt), [row]);
                planned.Add(alone);
                if (delay == TimeSpan.Zero)
                {
                    open[at] = alone;
                }
            }
        }

        return planned;
    }

    /// <summary>The event of a delivery is told under one id, however often, and whenever it is planned.</summary>
    private static string IdOf(CursorKey key, Planned planned)
    {
        var subject = FormattableString.Invariant(
            $"{key.Endpoint.Value}/{key.Source.Value}/{planned.Events[0].Sequence}/{planned.Topic.Number}/{planned.Subject}"
        );
        return "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(subject)).AsSpan(0, IdBytes));
    }

    /// <summary>In the round trip that moves the place.</summary>
    private void Write(Work work, CursorKey key, List<Planned> planned, PlannedClaim? claim)
    {
        var now = clock.Now();
        work.DoLater(
            """
            insert into delivery (tenant_id, delivery_id, endpoint_id, source_tenant_id, sequence, webhook_id, topic, subject_kind, subject_id,
                state, tries, due_at, created_at, sequences, received_at, claim_id, claimed_until)
            select $1, p.delivery_id, $2, $3, p.sequence, p.webhook_id, p.topic, p.subject_kind, p.subject_id,
                1, 0, p.due_at, $4, p.sequences::bigint[], p.received_at::timestamptz[],
                p.claim_id, case when p.claim_id is not null then clock_timestamp() + $15 end
            from unnest($5::uuid[], $6::bigint[], $7::text[], $8::smallint[], $9::smallint[], $10::uuid[], $11::timestamptz[], $12::text[], $13::text[],
                $14::uuid[]) as p (delivery_id, sequence, webhook_id, topic, subject_kind, subject_id, due_at, sequences, received_at, claim_id)
            on conflict (tenant_id, endpoint_id, webhook_id) do update
                set state = 1, tries = 0, due_at = excluded.due_at, delivered_at = null, parked_at = null where delivery.state in (2, 3)
            """,
            [
                .. Named(key),
                now,
                Column(planned, p => p.Id.Value),
                Column(planned, p => p.Events[0].Sequence),
                Column(planned, p => IdOf(key, p)),
                Column(planned, p => p.Topic.Number),
                Column(planned, p => (short)p.Topic.Subject),
                Column(planned, p => p.Subject),
                Column(planned, p => p.State.DueAt!.Value),
                Column(planned, p => ArrayText(p.Events.Select(e => e.Sequence.ToString(CultureInfo.InvariantCulture)))),
                Column(planned, p => ArrayText(p.Events.Select(e => e.ReceivedAt.ToString("O", CultureInfo.InvariantCulture)))),
                Column(planned, p => claim?.Takes(p) == true ? claim.Id.Value : (Guid?)null),
                claim?.Lease ?? TimeSpan.Zero,
            ]
        );
    }

    /// <summary>An array inside an array, which <c>unnest</c> would take apart.</summary>
    private static string ArrayText(IEnumerable<string> values) => "{" + string.Join(',', values) + "}";

    private static T[] Column<T>(List<Planned> planned, Func<Planned, T> column) => [.. planned.Select(column)];

    private static CursorKey ReadKey(NpgsqlDataReader row) =>
        new(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1)), new TenantId(row.GetGuid(2)));

    private sealed record Planned(DeliveryId Id, WebhookTopic Topic, Guid Subject, DeliveryState State, List<ListedEvent> Events);

    /// <summary>On the first that are due.</summary>
    private sealed class PlannedClaim(ClaimId id, OwnRoom own, IReadOnlyList<Planned> planned, DateTimeOffset now, long at)
    {
        /// <summary>Times the room: a little more is better than what is left for another claim.</summary>
        private const int Most = 2;

        private readonly HashSet<DeliveryId> taken =
        [
            .. planned.Where(one => one.State.DueAt <= now).Take(own.Room.Room * Most).Select(one => one.Id),
        ];

        public ClaimId Id => id;

        public TimeSpan Lease => own.Lease;

        public bool Takes(Planned planned) => taken.Contains(planned.Id);

        public ClaimedDelivery On(Planned planned, CursorKey key) =>
            new(
                own.Room.Key,
                planned.Id,
                id,
                key.Source,
                planned.Events[0].Sequence,
                own.Room.LaneOf(planned.Id.Value, planned.Subject, planned.Topic.Number),
                at
            );
    }
}
