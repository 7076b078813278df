using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>One tenant's list of events, as far as one endpoint is concerned.</summary>
internal readonly record struct CursorKey(TenantId Tenant, WebhookEndpointId Endpoint, TenantId Source);

/// <summary>
/// Makes deliveries of new events: for each endpoint and list it goes on from its cursor and moves that in the same transaction, so no event is passed over
/// and none is planned twice, whoever dies. Of another tenant's list an endpoint is told what happens to locks that its person owns.
/// </summary>
internal sealed class PlanDeliveries(AccessDb db, WebhookFormats formats, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Events that are looked at in one transaction.</summary>
    private const int AtOnce = 500;

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

    /// <returns>Whether there is more to plan at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var behind = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, endpoint_id, source_tenant_id from latchwork_webhooks_behind($1)",
            ReadKey,
            [options.MostWaiting],
            cancel
        );
        var isMore = false;
        foreach (var key in behind)
        {
            isMore |= await PlanAsync(key, cancel);
        }

        return isMore;
    }

    private async Task<bool> PlanAsync(CursorKey key, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
        var rows = await work.ListAsync(
            EventsSql,
            EventRow.Read,
            [key.Tenant.Value, key.Endpoint.Value, key.Source.Value, AtOnce, formats.ThatTellEachLock],
            cancel
        );
        if (rows.Count == 0 || formats.Find(rows[0].Format) is not { } format)
        {
            return false;
        }

        var planned = DeliveriesOf(format, rows, clock.Now());
        var last = rows[^1];
        await SaveAsync(work, key, planned, last, cancel);
        await work.CommitAsync(cancel);
        return rows.Select(row => row.Sequence).Distinct().Count() == AtOnce;
    }

    /// <summary>Events of one subject and topic share deliveries, in their order; one that waits stands alone.</summary>
    private static List<Planned> DeliveriesOf(IWebhookFormat format, List<EventRow> rows, DateTimeOffset now)
    {
        var planned = new List<Planned>();
        var open = new Dictionary<(short, Guid), Planned>();
        foreach (var row in rows.Where(row => row.IsTold))
        {
            foreach (var topic in format.Topics.Where(topic => row.Topics.Contains(topic.Number)))
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
                var alone = new Planned(topic, subject, DeliveryState.New(dueAt), [row]);
                planned.Add(alone);
                if (delay == TimeSpan.Zero)
                {
                    open[at] = alone;
                }
            }
        }

        return planned;
    }

    private Task SaveAsync(Work work, CursorKey key, List<Planned> planned, EventRow last, CancellationToken cancel)
    {
        var now = clock.Now();
        return work.DoAsync(
            """
            with made as (
                insert into delivery (tenant_id, delivery_id, endpoint_id, source_tenant_id, sequence, webhook_id, topic, subject_kind, subject_id,
                    state, tries, due_at, created_at, sequences, received_at)
                select $1, p.delivery_id, $2, $3, p.sequence, p.webhook_id, p.topic, p.subject_kind, p.subject_id,
                    1, 0, p.due_at, $6, p.sequences::bigint[], p.received_at::timestamptz[]
                from unnest($7::uuid[], $8::bigint[], $9::text[], $10::smallint[], $11::smallint[], $12::uuid[], $13::timestamptz[], $14::text[], $15::text[])
                    as p (delivery_id, sequence, webhook_id, topic, subject_kind, subject_id, due_at, sequences, received_at))
            update webhook_cursor set sequence = $4, received_at = $5
            where tenant_id = $1 and endpoint_id = $2 and source_tenant_id = $3
            """,
            [
                key.Tenant.Value,
                key.Endpoint.Value,
                key.Source.Value,
                last.Sequence,
                last.ReceivedAt,
                now,
                Column(planned, _ => DeliveryId.New(now).Value),
                Column(planned, p => p.Events[0].Sequence),
                Column(planned, _ => "msg_" + SecretMaker.Base62(24)),
                Column(planned, p => p.Topic.Number),
                Column(planned, p => (short)p.Topic.Subject),
                Column(planned, p => p.Subject),
                Column(planned, p => p.State.DueAt!.Value),
                Column(planned, p => ArrayText(p.Events.Select(e => e.Sequence.ToString(CultureInfo.InvariantCulture)))),
                Column(planned, p => ArrayText(p.Events.Select(e => e.ReceivedAt.ToString("O", CultureInfo.InvariantCulture)))),
            ],
            cancel
        );
    }

    /// <summary>An array inside an array, which <c>unnest</c> would take apart.</summary>
    private static string ArrayText(IEnumerable<string> values) => "{" + string.Join(',', values) + "}";

    private static T[] Column<T>(List<Planned> planned, Func<Planned, T> column) => [.. planned.Select(column)];

    private static CursorKey ReadKey(NpgsqlDataReader row) =>
        new(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1)), new TenantId(row.GetGuid(2)));

    private sealed record Planned(WebhookTopic Topic, Guid Subject, DeliveryState State, List<EventRow> Events);

    /// <summary>An event; one about a link once for each of its gateways.</summary>
    private sealed record EventRow(
        short Format,
        short[] Topics,
        long Sequence,
        DateTimeOffset ReceivedAt,
        AuditStage Stage,
        EventFacts Facts,
        Guid? Lock,
        Guid? Gateway,
        bool IsTheirs,
        Guid? Object,
        Guid? Locker,
        Guid? Behind,
        Guid[] Devices,
        short[] Methods
    )
    {
        /// <summary>"Asked" never is (AU-1).</summary>
        public bool IsTold => IsTheirs && Stage != AuditStage.Asked;

        public Guid? SubjectOf(WebhookSubject kind) =>
            kind switch
            {
                WebhookSubject.Lock => Lock,
                WebhookSubject.Gateway => Gateway,
                WebhookSubject.Door => Lock ?? Locker,
                WebhookSubject.Reservation => Object,
                WebhookSubject.EachLock => Lock ?? Behind,
            };

        /// <summary>Within what the endpoint was narrowed to.</summary>
        public bool IsMeant(Guid subject, IWebhookFormat format) =>
            (Devices.Length == 0 || Devices.Contains(subject))
            && (Methods.Length == 0 || (format.MethodOf(Facts) is { } method && Methods.Contains(method)));

        public static EventRow Read(NpgsqlDataReader row) =>
            new(
                row.GetInt16(0),
                row.GetFieldValue<short[]>(1),
                row.GetInt64(2),
                row.GetFieldValue<DateTimeOffset>(3),
                (AuditStage)row.GetInt16(4),
                new EventFacts(
                    (AuditKind)row.GetInt16(5),
                    (AuditOutcome)row.GetInt16(6),
                    (MotionCause?)row.GetOptional<short>(7),
                    (CredentialKind?)row.GetOptional<short>(8),
                    (BoltState?)row.GetOptional<short>(9),
                    (DoorState?)row.GetOptional<short>(10)
                ),
                row.GetOptional<Guid>(11),
                row.GetOptional<Guid>(12),
                row.GetBoolean(13),
                row.GetOptional<Guid>(14),
                row.GetOptional<Guid>(15),
                row.GetOptional<Guid>(16),
                row.GetFieldValue<Guid[]>(17),
                row.GetFieldValue<short[]>(18)
            );
    }

    // An endpoint without a person is its tenant's own. A lock is a person's from the grant that makes them its owner.
    private static readonly string EventsSql = $"""
        with place as (
            select c.sequence, c.received_at, e.format, e.topics, e.owner_user_id, e.devices, e.methods
            from webhook_cursor c
            join webhook_endpoint e on e.tenant_id = c.tenant_id and e.endpoint_id = c.endpoint_id and e.removed_at is null and e.paused_at is null
            where c.tenant_id = $1 and c.endpoint_id = $2 and c.source_tenant_id = $3 for update of c skip locked)
        select p.format, p.topics, v.sequence, v.received_at, v.stage, v.kind, v.outcome, v.cause, v.shown, v.bolt, v.door, v.lock_id, gw.device_id,
            p.owner_user_id is null or exists (
                select from access_grant g where g.tenant_id = $3 and g.lock_id = v.lock_id and g.user_id = p.owner_user_id
                    and g.role = {(int)GrantRole.Owner} and g.revoked_at is null and g.created_at <= v.received_at)
            or (gw.device_id is not null and exists (
                select from smart_lock l join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = p.owner_user_id
                    and g.role = {(int)GrantRole.Owner} and g.revoked_at is null and g.created_at <= v.received_at
                where l.tenant_id = $3 and l.link_id = gw.link_id and l.decommissioned_at is null)),
            v.object_id, box.locker_id, behind.lock_id, p.devices, p.methods
        from place p
        cross join lateral (
            select * from audit_event a where a.tenant_id = $3 and a.sequence > p.sequence and a.received_at >= p.received_at
            order by a.sequence limit $4) as v
        left join locker_box box on box.tenant_id = $3 and box.box_id = v.object_id and v.lock_id is null
        left join smart_lock behind on p.format = any ($5) and v.kind = {(int)AuditKind.LinkOffline}
            and behind.tenant_id = $3 and behind.link_id = v.object_id and behind.decommissioned_at is null
        left join device gw on p.format <> all ($5) and gw.tenant_id = $3 and gw.kind = {(int)
            DeviceKind.Gateway} and gw.gone_at is null and v.lock_id is null
            and v.kind in ({(int)AuditKind.LinkOnline}, {(int)AuditKind.LinkOffline}, {(int)AuditKind.DeviceOnline}, {(int)AuditKind.DeviceOffline})
            and (gw.link_id = v.object_id or gw.device_id = v.object_id)
        order by v.sequence
        """;
}
