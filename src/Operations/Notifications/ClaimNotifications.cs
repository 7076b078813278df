using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Notifications;

internal readonly record struct NotificationKey(TenantId Tenant, NotificationId Id);

/// <param name="Claim">Names this claim: who was given up for dead no longer changes what the next one does.</param>
/// <param name="Tries">This one included.</param>
internal sealed record ClaimedNotification(
    NotificationKey Key,
    Guid Claim,
    string Template,
    string Locale,
    byte[] Recipient,
    byte[] Values,
    int Tries,
    DateTimeOffset EndsAt
)
{
    public static ClaimedNotification Read(NpgsqlDataReader row) =>
        new(
            new NotificationKey(new TenantId(row.GetGuid(0)), new NotificationId(row.GetGuid(1))),
            row.GetGuid(2),
            row.GetString(3),
            row.GetString(4),
            row.GetFieldValue<byte[]>(5),
            row.GetFieldValue<byte[]>(6),
            row.GetInt32(7),
            row.GetFieldValue<DateTimeOffset>(8)
        );

    public override string ToString() => Template;
}

/// <summary>
/// Takes messages that are due, each by one node at a time. A claim is a lease by the database's clock: that of a node which died runs out, and the message is
/// sent again under the same id.
/// </summary>
internal sealed class ClaimNotifications(AccessDb db)
{
    /// <summary>Longer than any try may take (<see cref="Mail.MailOptions.TimeOut"/>).</summary>
    private const string Lease = "interval '60 seconds'";

    public Task<List<NotificationKey>> DueAsync(NotificationChannel channel, int most, DateTimeOffset now, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "select tenant_id, notification_id from latchwork_notifications_due($1, $2, $3)",
            row => new NotificationKey(new TenantId(row.GetGuid(0)), new NotificationId(row.GetGuid(1))),
            [(short)channel, now, most],
            cancel
        );

    /// <returns>Those of them that are due and that nobody else is at.</returns>
    public async Task<List<ClaimedNotification>> RunAsync(
        NotificationChannel channel,
        IReadOnlyList<NotificationKey> keys,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var work = await db.BeginByKeyAsync(new TenantSet(keys.Select(key => key.Tenant)), cancel);
        var claimed = await work.ListAsync(
            Sql,
            ClaimedNotification.Read,
            [
                keys.Select(key => key.Tenant.Value).ToArray(),
                keys.Select(key => key.Id.Value).ToArray(),
                now,
                (short)channel,
                (short)NotificationState.Waiting,
            ],
            cancel
        );
        await work.CommitAsync(cancel);
        return claimed;
    }

    private const string Sql = $"""
        with free as (
            select d.tenant_id, d.notification_id from unnest($1::uuid[], $2::uuid[]) as k (tenant_id, notification_id)
            cross join lateral (
                select n.tenant_id, n.notification_id from notification n
                where n.tenant_id = k.tenant_id and n.notification_id = k.notification_id and n.channel = $4 and n.state = $5
                    and n.due_at <= $3 and n.ends_at > $3 and (n.claimed_until is null or n.claimed_until <= clock_timestamp())
                for update skip locked) as d)
        update notification n set claim_id = gen_random_uuid(), claimed_until = clock_timestamp() + {Lease}, attempts = n.attempts + 1
        from free f where n.tenant_id = f.tenant_id and n.notification_id = f.notification_id
        returning n.tenant_id, n.notification_id, n.claim_id, n.template, n.locale, n.recipient_sealed, n.values_sealed, n.attempts, n.ends_at
        """;
}
