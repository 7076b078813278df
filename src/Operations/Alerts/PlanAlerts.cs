using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Alerts;

/// <summary>
/// Finds in each tenant's list of events what somebody wants to be told of: it goes on from its cursor and moves that in the transaction that writes what is to
/// be told, so no event is passed over and none is told twice, whoever dies. One node at a time reads a list.
/// </summary>
internal sealed class PlanAlerts(AccessDb db, AlertDefaults defaults, AlertOptions options, TimeProvider clock)
{
    /// <summary>Events that are looked at in one transaction.</summary>
    private const int AtOnce = 500;

    private static readonly short[] Kinds = [.. AlertTopics.Kinds.Select(kind => (short)kind)];

    /// <summary>Begins with lists of which somebody is told since.</summary>
    public async Task FindSourcesAsync(CancellationToken cancel)
    {
        var found = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, begins_at from latchwork_alert_sources()",
            row => (Tenant: new TenantId(row.GetGuid(0)), BeginsAt: row.GetFieldValue<DateTimeOffset>(1)),
            [],
            cancel
        );
        foreach (var (tenant, beginsAt) in found)
        {
            await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
            await work.DoAsync(
                """
                insert into alert_cursor (tenant_id, sequence, received_at)
                select $1, coalesce((
                    select sequence from audit_event where tenant_id = $1 and received_at < $2 order by sequence desc limit 1), 0), $2
                on conflict do nothing
                """,
                [tenant.Value, beginsAt],
                cancel
            );
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Begins with what comes after the transaction under way, which holds the tenant's chain; where it has begun already, it goes on.</summary>
    public static Task BeginHereAsync(Work work, TenantId tenant, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into alert_cursor (tenant_id, sequence, received_at)
            select tenant_id, sequence, received_at from audit_chain where tenant_id = $1 on conflict do nothing
            """,
            [tenant.Value],
            cancel
        );

    /// <returns>Whether there is more to plan at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var behind = await db.ListAsync(
            TenantSet.None,
            "select tenant_id from latchwork_alerts_behind()",
            row => new TenantId(row.GetGuid(0)),
            [],
            cancel
        );
        var isMore = false;
        foreach (var tenant in behind)
        {
            isMore |= await PlanAsync(tenant, cancel);
        }

        return isMore;
    }

    private sealed record Seen(long Sequence, DateTimeOffset ReceivedAt, byte[]? Bytes);

    private async Task<bool> PlanAsync(TenantId tenant, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var page = await work.ListAsync(PageSql, ReadSeen, [tenant.Value, AtOnce, Kinds, (short)AuditStage.Asked], cancel);
        if (page.Count == 0)
        {
            return false;
        }

        var events = page.Where(one => one.Bytes is not null).Select(one => (one.Sequence, Event: AuditEvent.FromBytes(one.Bytes!))).ToList();
        if (events.Count > 0)
        {
            if (events.Exists(one => one.Event.Kind == AuditKind.WebhookPaused))
            {
                await defaults.MakeAsync(work, tenant, clock.Now(), cancel);
            }

            await WriteAsync(work, tenant, events, cancel);
        }

        await work.DoAsync(
            "update alert_cursor set sequence = $2, received_at = $3 where tenant_id = $1",
            [tenant.Value, page[^1].Sequence, page[^1].ReceivedAt],
            cancel
        );
        await work.CommitAsync(cancel);
        return page.Count == AtOnce;
    }

    private async Task WriteAsync(Work work, TenantId tenant, List<(long Sequence, AuditEvent Event)> events, CancellationToken cancel)
    {
        var alerts = await work.ListAsync(AlertsSql, AlertRow.Read, [tenant.Value], cancel);
        if (alerts.Count == 0)
        {
            return;
        }

        var places = await AlertPlaces.FindAsync(work, tenant, events, cancel);
        Guid[] subjects = [.. events.Select(one => AlertTopics.SubjectOf(one.Event)).OfType<Guid>().Distinct()];
        var before = await work.ListAsync(LastSql, AlertItem.ReadLast, [tenant.Value, subjects], cancel);
        var plan = new AlertPlan(before, options.FlapsWithin, clock.Now());
        foreach (var (sequence, told) in events)
        {
            plan.Add(sequence, told, alerts, [.. places[sequence]]);
        }

        await work.DoAsync(batch => AlertItem.AddSave(batch, tenant, plan), cancel);
    }

    private static Seen ReadSeen(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetBytes(2));

    private const string PageSql = """
        with place as (select sequence, received_at from alert_cursor where tenant_id = $1 for update skip locked)
        select v.sequence, v.received_at, case when v.kind = any ($3) and v.stage <> $4 then v.bytes end
        from place p
        cross join lateral (
            select * from audit_event a where a.tenant_id = $1 and a.sequence > p.sequence and a.received_at >= p.received_at
            order by a.sequence limit $2) as v
        order by v.sequence
        """;

    // Held: what is taken back must not be told meanwhile. Whoever tells passes over what is held.
    private const string AlertsSql = $"""
        select {AlertRow.Columns} from alert a left join membership m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and {SwitchedOff.MemberIsOn}
        where a.tenant_id = $1 and a.removed_at is null order by a.alert_id for no key update of a
        """;

    private const string LastSql = """
        select distinct on (i.subject_id, i.alert_id, i.topic) i.alert_id, i.topic, i.subject_id, i.sequence, i.is_end, i.due_at is not null, i.received_at
        from alert_item i where i.tenant_id = $1 and i.subject_id = any ($2)
        order by i.subject_id, i.alert_id, i.topic, i.sequence desc
        """;
}
