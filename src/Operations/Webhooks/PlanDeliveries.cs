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

/// <summary>
/// Makes deliveries of new events: for each endpoint and list it goes on from its cursor and moves that in the same transaction, so no event is passed over
/// and none is planned twice, whoever dies. Of another tenant's list an endpoint is told what happens to locks that its person owns.
/// </summary>
internal sealed class PlanDeliveries(AccessDb db, WebhookFormats formats, WebhookOptions options, TimeProvider clock)
{
    /// <summary>Events that are looked at in one transaction.</summary>
    private const int AtOnce = 500;

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

    /// <returns>Whether there is more to plan at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel) =>
        await PlanAllAsync("latchwork_webhooks_behind", PlanNewsAsync, cancel)
        | await PlanAllAsync("latchwork_webhooks_replaying", PlanAgainAsync, cancel);

    private async Task<bool> PlanAllAsync(string waiting, Func<CursorKey, CancellationToken, Task<bool>> plan, CancellationToken cancel)
    {
        var behind = await db.ListAsync(
            TenantSet.None,
            $"select tenant_id, endpoint_id, source_tenant_id from {waiting}($1)",
            ReadKey,
            [options.MostWaiting],
            cancel
        );
        var isMore = false;
        foreach (var key in behind)
        {
            isMore |= await plan(key, cancel);
        }

        return isMore;
    }

    private async Task<bool> PlanNewsAsync(CursorKey key, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
        var rows = await ListAsync(work, ListedEvent.News, key, cancel);
        if (rows.Count == 0 || formats.Find(rows[0].Format) is not { } format)
        {
            return false;
        }

        // The cursor goes back together with the deliveries. Those of several events might then tell others under an id that was taken already.
        if (format.EventsPerDelivery == 1)
        {
            work.MayBeUndone();
        }

        Write(work, key, DeliveriesOf(format, rows, clock.Now()));
        await work.DoAsync(
            "update webhook_cursor set sequence = $4, received_at = $5 where tenant_id = $1 and endpoint_id = $2 and source_tenant_id = $3",
            [.. Named(key), rows[^1].Sequence, rows[^1].ReceivedAt],
            cancel
        );
        await work.CommitAsync(cancel);
        return IsFull(rows);
    }

    /// <summary>What was told, or given up, waits once more; what has been forgotten since is made again, under the id that it had.</summary>
    private async Task<bool> PlanAgainAsync(CursorKey key, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant, key.Source), cancel);
        var rows = await ListAsync(work, ListedEvent.Again, key, cancel);
        if (rows.Count > 0 && formats.Find(rows[0].Format) is { } format)
        {
            Write(work, key, DeliveriesOf(format, rows, clock.Now()));
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

    private Task<List<ListedEvent>> ListAsync(Work work, string sql, CursorKey key, CancellationToken cancel) =>
        work.ListAsync(sql, ListedEvent.Read, [.. Named(key), AtOnce, formats.ThatTellEachLock, formats.ThatTellGateways], cancel);

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

    /// <summary>The event of a delivery is told under one id, however often, and whenever it is planned.</summary>
    private static string IdOf(CursorKey key, Planned planned)
    {
        var subject = FormattableString.Invariant(
            $"{key.Endpoint.Value}/{key.Source.Value}/{planned.Events[0].Sequence}/{planned.Topic.Number}/{planned.Subject}"
        );
        return "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(subject)).AsSpan(0, IdBytes));
    }

    /// <summary>In the round trip that moves the place.</summary>
    private void Write(Work work, CursorKey key, List<Planned> planned)
    {
        var now = clock.Now();
        work.DoLater(
            """
            insert into delivery (tenant_id, delivery_id, endpoint_id, source_tenant_id, sequence, webhook_id, topic, subject_kind, subject_id,
                state, tries, due_at, created_at, sequences, received_at)
            select $1, p.delivery_id, $2, $3, p.sequence, p.webhook_id, p.topic, p.subject_kind, p.subject_id,
                1, 0, p.due_at, $4, p.sequences::bigint[], p.received_at::timestamptz[]
            from unnest($5::uuid[], $6::bigint[], $7::text[], $8::smallint[], $9::smallint[], $10::uuid[], $11::timestamptz[], $12::text[], $13::text[])
                as p (delivery_id, sequence, webhook_id, topic, subject_kind, subject_id, due_at, sequences, received_at)
            on conflict (tenant_id, endpoint_id, source_tenant_id, sequence, topic, subject_id) do update
                set state = 1, tries = 0, due_at = excluded.due_at, delivered_at = null, parked_at = null where delivery.state in (2, 3)
            """,
            [
                .. Named(key),
                now,
                Column(planned, _ => DeliveryId.New(now).Value),
                Column(planned, p => p.Events[0].Sequence),
                Column(planned, p => IdOf(key, p)),
                Column(planned, p => p.Topic.Number),
                Column(planned, p => (short)p.Topic.Subject),
                Column(planned, p => p.Subject),
                Column(planned, p => p.State.DueAt!.Value),
                Column(planned, p => ArrayText(p.Events.Select(e => e.Sequence.ToString(CultureInfo.InvariantCulture)))),
                Column(planned, p => ArrayText(p.Events.Select(e => e.ReceivedAt.ToString("O", CultureInfo.InvariantCulture)))),
            ]
        );
    }

    /// <summary>An array inside an array, which <c>unnest</c> would take apart.</summary>
    private static string ArrayText(IEnumerable<string> values) => "{" + string.Join(',', values) + "}";

    private static T[] Column<T>(List<Planned> planned, Func<Planned, T> column) => [.. planned.Select(column)];

    private static CursorKey ReadKey(NpgsqlDataReader row) =>
        new(new TenantId(row.GetGuid(0)), new WebhookEndpointId(row.GetGuid(1)), new TenantId(row.GetGuid(2)));

    private sealed record Planned(WebhookTopic Topic, Guid Subject, DeliveryState State, List<ListedEvent> Events);
}
