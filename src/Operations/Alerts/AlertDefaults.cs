using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Alerts;

/// <summary>
/// What owners and administrators are told of without asking: that a webhook was paused, since nobody else would notice. Who has ever had a subscription of
/// their own in the tenant has chosen for themselves.
/// </summary>
internal sealed class AlertDefaults(WireIds ids)
{
    public async Task MakeAsync(Work work, TenantId tenant, DateTimeOffset now, CancellationToken cancel)
    {
        var people = await work.ListAsync(
            $"""
            select m.user_id from membership m
            where m.tenant_id = $1 and m.role = any ($2) and {SwitchedOff.MemberIsOn} and not exists (
                select from alert a where a.tenant_id = m.tenant_id and a.user_id = m.user_id)
            order by m.user_id
            """,
            row => row.GetGuid(0),
            [tenant.Value, new[] { (short)TenantRole.Owner, (short)TenantRole.Administrator }],
            cancel
        );
        foreach (var person in people)
        {
            var id = AlertId.New(now).Value;
            await work.DoAsync(
                """
                insert into alert (tenant_id, alert_id, user_id, channel, topics, is_default, created_at, updated_at)
                values ($1, $2, $3, $4, $5, true, $6, $6)
                """,
                [tenant.Value, id, person, (short)NotificationChannel.Mail, new[] { (short)AlertTopic.WebhookPaused }, now],
                cancel
            );
            await ids.IssueAsync(work, tenant, id, cancel, WireIdKind.AlertUuid);
        }
    }
}
