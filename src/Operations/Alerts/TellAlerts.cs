using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Members;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Alerts;

/// <summary>
/// Writes the messages: what is due of one subscription goes out in one, written in the transaction that marks it told. Who is no member any more, or has no
/// proven address, is not told.
/// </summary>
internal sealed class TellAlerts(AccessDb db, KeyRing ring, NotificationOutbox outbox, AlertOptions options, TimeProvider clock)
{
    private const int AtOnce = 100;
    private const int MostItems = 500;

    /// <summary>Later it is no news any more.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <returns>Whether there is more to tell at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        var due = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, alert_id from latchwork_alerts_due($1, $2)",
            row => new AlertKey(new TenantId(row.GetGuid(0)), row.GetGuid(1)),
            [now, AtOnce],
            cancel
        );
        foreach (var key in due)
        {
            await TellAsync(key, now, cancel);
        }

        return due.Count == AtOnce;
    }

    private async Task TellAsync(AlertKey key, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant), cancel);
        if (await work.FirstAsync(AlertSql, AlertRow.Read, [key.Tenant.Value, key.Id], cancel) is not { } alert)
        {
            return;
        }

        var (pace, waitUntil) = alert.Pace.Turn(alert.MostAnHour ?? options.MostAnHour, now);
        if (waitUntil is { } until)
        {
            await work.DoAsync(WaitSql, [key.Tenant.Value, key.Id, now, until], cancel);
            await SaveAsync(work, key, pace, cancel);
            await work.CommitAsync(cancel);
            return;
        }

        var items = await work.ListAsync(ItemsSql, DueItem.Read, [key.Tenant.Value, key.Id, now, MostItems], cancel);
        if (items.Count == 0)
        {
            return;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var told = items.FindAll(item => alert.Wants(item.Topic));
        if (told.Count > 0 && await AlertAddress.FindAsync(work, installation, alert.User, alert.Channel, cancel) is { } address)
        {
            await WriteAsync(work, key.Tenant, alert, address, told, now, cancel);
            await SaveAsync(work, key, pace, cancel);
        }

        await work.DoAsync(ToldSql, [key.Tenant.Value, key.Id, now, items.Select(item => item.Sequence).ToArray()], cancel);
        await work.CommitAsync(cancel);
    }

    private async Task WriteAsync(
        Work work,
        TenantId tenant,
        AlertRow alert,
        AlertAddress address,
        List<DueItem> told,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var lines = told.Take(AlertNews.MostLines).Select(item => item.Line).ToList();
        var news = new AlertNews(lines, told.Count, alert.Pace.IsHeld, now + Life);
        var message = new OutgoingMessage(alert.Channel, alert.User, address.To, address.Locale ?? told[0].Locale, news);
        var written = await outbox.WriteAsync(work, tenant, message, OperationId.New(now), now, cancel);
        if (written.Error is { } refused)
        {
            // What is not written is not marked told.
            throw new InvalidOperationException($"A message of an alert has limits of its own, and yet was refused: {refused.Code}.");
        }
    }

    private static Task SaveAsync(Work work, AlertKey key, AlertPace pace, CancellationToken cancel) =>
        work.DoAsync(
            "update alert set hour_from = $3, told_in_hour = $4, is_held = $5 where tenant_id = $1 and alert_id = $2",
            [key.Tenant.Value, key.Id, pace.HourFrom, (short)pace.Told, pace.IsHeld],
            cancel
        );

    private sealed record DueItem(long Sequence, AlertTopic Topic, AlertLine Line, string Locale)
    {
        public static DueItem Read(NpgsqlDataReader row)
        {
            var topic = (AlertTopic)row.GetInt16(1);
            var told = AuditEvent.FromBytes(row.GetFieldValue<byte[]>(3));
            return new DueItem(
                row.GetInt64(0),
                topic,
                new AlertLine(
                    topic,
                    row.GetBoolean(2),
                    row.GetText(4),
                    row.GetText(5),
                    row.GetString(6),
                    told.DeviceAt ?? told.ReceivedAt,
                    FactsOf(told)
                ),
                row.GetString(7)
            );
        }

        /// <summary>The event's own, and its battery.</summary>
        private static Dictionary<string, string> FactsOf(AuditEvent told)
        {
            var facts = new Dictionary<string, string>(told.Changed ?? new Dictionary<string, string>(), StringComparer.Ordinal)
            {
                ["kind"] = told.Kind.ToString(),
            };
            if (told.Battery is { } level)
            {
                facts["battery"] = $"{level}";
            }

            return facts;
        }
    }

    private const string AlertSql = $"""
        select {AlertRow.Columns} from alert a left join membership m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and {SwitchedOff.MemberIsOn}
        where a.tenant_id = $1 and a.alert_id = $2 and a.removed_at is null for no key update of a skip locked
        """;

    private const string WaitSql = "update alert_item set due_at = $4 where tenant_id = $1 and alert_id = $2 and due_at <= $3";

    private const string ToldSql = """
        update alert_item set due_at = null, told_at = $3 where tenant_id = $1 and alert_id = $2 and sequence = any ($4)
        """;

    // Where it happened is named as the event says: a door, a link, a device, a cabinet, a webhook, the rooms of a stay.
    private static readonly string ItemsSql = $"""
        select i.sequence, i.topic, i.is_end, e.bytes,
            coalesce(l.name, k.name, d.name, c.name, x.name || ' ' || coalesce(b.name, b.number), w.name,
                (select string_agg(u.name, ', ' order by u.name) from reservation_unit r
                    join unit u on u.tenant_id = r.tenant_id and u.unit_id = r.unit_id where r.tenant_id = $1 and r.reservation_id = e.object_id)),
            s.name, coalesce(s.zone, f.zone, 'UTC'), coalesce(s.locale, f.locale, 'en')
        from alert_item i
        join audit_event e on e.tenant_id = i.tenant_id and e.sequence = i.sequence and e.received_at = i.received_at
        left join smart_lock l on l.tenant_id = i.tenant_id and l.lock_id = e.lock_id
        left join link k on k.tenant_id = i.tenant_id and k.link_id = e.object_id
        left join device d on d.tenant_id = i.tenant_id and d.device_id = e.object_id
        left join locker c on c.tenant_id = i.tenant_id and c.locker_id = e.object_id
        left join locker_box b on b.tenant_id = i.tenant_id and b.box_id = e.object_id
        left join locker x on x.tenant_id = b.tenant_id and x.locker_id = b.locker_id
        left join webhook_endpoint w on w.tenant_id = i.tenant_id and w.endpoint_id = e.object_id
        left join site s on s.tenant_id = i.tenant_id and s.site_id = coalesce(i.site_id, l.site_id)
        left join lateral (select zone, locale from site o where o.tenant_id = i.tenant_id order by o.created_at limit 1) as f on true
        where i.tenant_id = $1 and i.alert_id = $2 and i.due_at <= $3
        order by i.sequence limit $4
        """;
}
