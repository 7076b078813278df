using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Notifications;

/// <summary>What became of messages that were claimed. One that was sent or given up loses what it said and to whom.</summary>
internal sealed class RecordSendings(AccessDb db)
{
    private const int AtOnce = 1000;

    public Task SentAsync(ClaimedNotification one, DateTimeOffset now) =>
        WriteAsync(
            one,
            "state = $4, sent_at = $5, failure = null, due_at = null, recipient_sealed = null, values_sealed = null",
            [(short)NotificationState.Sent, now]
        );

    public Task FailedAsync(ClaimedNotification one, SendFailure failure, DateTimeOffset now) =>
        ResendRules.NextTry(one.Tries, failure, one.EndsAt, now) is { } next
            ? WriteAsync(one, "failure = $4, due_at = $5", [failure.ToString(), next])
            : WriteAsync(
                one,
                "state = $4, failure = $5, due_at = null, recipient_sealed = null, values_sealed = null",
                [(short)NotificationState.GivenUp, failure.ToString()]
            );

    /// <summary>The node stops: the next one takes it at once.</summary>
    public Task GiveBackAsync(ClaimedNotification one) => WriteAsync(one, "attempts = attempts - 1", []);

    /// <summary>Gives up what was not sent in its time.</summary>
    public async Task EndOverdueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        long ended;
        do
        {
            ended = await db.FirstAsync(
                TenantSet.None,
                "select latchwork_end_notifications($1, $2, $3, $4)",
                row => row.GetInt64(0),
                [now, (short)NotificationState.GivenUp, nameof(SendFailure.Overdue), AtOnce],
                cancel
            );
        } while (ended == AtOnce);
    }

    /// <summary>Cannot be cancelled: what was sent was sent. Where another node has claimed it since, that one's word counts.</summary>
    private Task WriteAsync(ClaimedNotification one, string set, object?[] values) =>
        db.ListAsync(
            TenantSet.Of(one.Key.Tenant),
            $"""
            update notification set {set}, claim_id = null, claimed_until = null
            where tenant_id = $1 and notification_id = $2 and claim_id = $3 returning 1
            """,
            row => row.GetInt32(0),
            [one.Key.Tenant.Value, one.Key.Id.Value, one.Claim, .. values],
            CancellationToken.None
        );
}
