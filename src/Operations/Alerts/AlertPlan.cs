using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Alerts;

/// <summary>One event that one subscriber is to be told of.</summary>
internal sealed record AlertItem(
    Guid Alert,
    long Sequence,
    DateTimeOffset ReceivedAt,
    AlertMatch Match,
    Guid? Subject,
    Guid? Site,
    DateTimeOffset DueAt
)
{
    /// <summary>The newest that a subscriber has of one trouble.</summary>
    public readonly record struct Last(Guid Alert, AlertTopic Topic, Guid? Subject, long Sequence, LastAlert Standing);

    public static Last ReadLast(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            (AlertTopic)row.GetInt16(1),
            row.GetGuid(2),
            row.GetInt64(3),
            new LastAlert(row.GetBoolean(4), row.GetBoolean(5), row.GetFieldValue<DateTimeOffset>(6))
        );

    public static void AddSave(NpgsqlBatch batch, Domain.TenantId tenant, AlertPlan plan)
    {
        if (plan.TakenBack.Count > 0)
        {
            batch.BatchCommands.Add(
                AccessDb.Statement(
                    """
                    delete from alert_item i using unnest($2::uuid[], $3::bigint[]) as t (alert_id, sequence)
                    where i.tenant_id = $1 and i.alert_id = t.alert_id and i.sequence = t.sequence and i.due_at is not null
                    """,
                    [tenant.Value, plan.TakenBack.Select(one => one.Alert).ToArray(), plan.TakenBack.Select(one => one.Sequence).ToArray()]
                )
            );
        }

        if (plan.Items.Count > 0)
        {
            batch.BatchCommands.Add(Insert(tenant, plan.Items));
        }
    }

    private static NpgsqlBatchCommand Insert(Domain.TenantId tenant, IReadOnlyList<AlertItem> items)
    {
        var insert = new NpgsqlBatchCommand(
            """
            insert into alert_item (tenant_id, alert_id, sequence, received_at, topic, is_end, subject_id, site_id, due_at)
            select $1, i.* from unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::smallint[], $6::boolean[], $7::uuid[], $8::uuid[],
                $9::timestamptz[]) as i
            """
        );
        var p = insert.Parameters;
        p.Add(new NpgsqlParameter { Value = tenant.Value });
        p.AddArray(items, one => one.Alert);
        p.AddArray(items, one => one.Sequence);
        p.AddArray(items, one => one.ReceivedAt);
        p.AddArray(items, one => (short)one.Match.Topic);
        p.AddArray(items, one => one.Match.IsEnd);
        p.AddArray(items, one => one.Subject);
        p.AddArray(items, one => one.Site);
        p.AddArray(items, one => one.DueAt);
        return insert;
    }
}

/// <summary>What a page of events comes to: who is to be told of which of them, and when; and what is taken back because it was over in a moment.</summary>
internal sealed class AlertPlan
{
    private readonly TimeSpan flapsWithin;
    private readonly DateTimeOffset now;
    private readonly Dictionary<(Guid Alert, AlertTopic Topic, Guid? Subject), AlertItem.Last> last;
    private readonly List<AlertItem> items = [];
    private readonly List<(Guid Alert, long Sequence)> takenBack = [];

    public AlertPlan(IEnumerable<AlertItem.Last> before, TimeSpan flapsWithin, DateTimeOffset now)
    {
        (this.flapsWithin, this.now) = (flapsWithin, now);
        last = before.ToDictionary(one => (one.Alert, one.Topic, one.Subject));
    }

    public IReadOnlyList<AlertItem> Items => items;

    /// <summary>Of pages before.</summary>
    public IReadOnlyList<(Guid Alert, long Sequence)> TakenBack => takenBack;

    public void Add(long sequence, AuditEvent told, IReadOnlyList<AlertRow> alerts, IReadOnlyList<AlertPlace> places)
    {
        var subject = AlertTopics.SubjectOf(told);
        foreach (var alert in alerts.Where(alert => alert.IsMeant(places)))
        {
            foreach (var match in AlertTopics.Of(told).Where(match => alert.Wants(match.Topic)))
            {
                if (Add(sequence, told.ReceivedAt, subject, alert, match, places))
                {
                    // An event is told once, whatever it ends.
                    break;
                }
            }
        }
    }

    private bool Add(long sequence, DateTimeOffset at, Guid? subject, AlertRow alert, AlertMatch match, IReadOnlyList<AlertPlace> places)
    {
        var key = (alert.Id, match.Topic, subject);
        var before = last.TryGetValue(key, out var known) ? known : default(AlertItem.Last?);
        switch (AlertStory.Step(match, before?.Standing, at, flapsWithin))
        {
            case AlertStep.TakeBack:
                TakeBack(before!.Value);
                last.Remove(key);
                return true;
            case AlertStep.Tell:
                var dueAt = DueAt(alert, match, at, places.Count > 0 ? places[0].Zone : "UTC");
                Guid? site = places.Count > 0 ? places[0].Site : null;
                items.Add(new AlertItem(alert.Id, sequence, at, match, subject, site, dueAt));
                last[key] = new AlertItem.Last(alert.Id, match.Topic, subject, sequence, new LastAlert(match.IsEnd, IsWaiting: true, at));
                return true;
            default:
                return false;
        }
    }

    private void TakeBack(AlertItem.Last begun)
    {
        if (items.RemoveAll(item => item.Alert == begun.Alert && item.Sequence == begun.Sequence) == 0)
        {
            takenBack.Add((begun.Alert, begun.Sequence));
        }
    }

    /// <summary>What flaps waits for a moment, and all but the urgent for the end of quiet hours.</summary>
    private DateTimeOffset DueAt(AlertRow alert, AlertMatch match, DateTimeOffset at, string zone)
    {
        var settled = match is { IsEnd: false } && match.Topic.Flaps() ? at + flapsWithin : at;
        var due = settled > now ? settled : now;
        var passes = match.Topic.IsUrgent() && alert.UrgentPasses;
        return passes ? due : alert.Quiet?.EndAfter(due, zone) ?? due;
    }
}
