using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Grants;

/// <summary>
/// Tells somebody with an account, by mail, that a door was shared with them. Nothing depends on it: who is written to too often is not told. What the
/// people of an application are told is the application's to say.
/// </summary>
internal sealed class TellReceiver(NotificationOutbox outbox)
{
    public async Task RunAsync(CallerTurn turn, UserId receiver, LoginName address, LockId smartLock, CancellationToken cancel)
    {
        if (address.Kind != LoginKind.Email)
        {
            return;
        }

        var found = await turn.Work.ListAsync(
            """
            select l.name, g.display_name, r.locale from smart_lock l
            join app_user r on r.user_id = $3 and r.pool = $5 left join app_user g on g.user_id = $4
            where l.tenant_id = $1 and l.lock_id = $2
            """,
            row => (Door: row.GetString(0), By: row.GetText(1), Locale: row.GetText(2)),
            [turn.Tenant.Value, smartLock.Value, receiver.Value, turn.By.User?.Value, Guid.Empty],
            cancel
        );
        foreach (var (door, by, locale) in found)
        {
            var message = new AccessShared(door, by, turn.Now + AccessShared.Life);
            var outgoing = new OutgoingMessage(NotificationChannel.Mail, receiver, address.Text, locale, message);
            _ = await outbox.WriteUnlessTooManyAsync(turn, outgoing, cancel);
        }
    }
}
