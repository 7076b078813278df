using Latchwork.Domain;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Notifications;

/// <param name="Locale">A language tag (RFC 5646); null, or one that nobody has written yet: English.</param>
internal sealed record OutgoingMessage(NotificationChannel Channel, ContactText To, string? Locale, Message Message)
{
    public override string ToString() => Message.ToString();
}

/// <summary>
/// Messages that wait to be sent, written with what they tell of. Sealed by the keys of the tenant; whoever is written to too often is not written to
/// (<see cref="MessageLimits"/>), counted over all tenants.
/// </summary>
internal sealed class NotificationOutbox(KeyRing ring)
{
    /// <summary>Among what <see cref="TenantKeys.AttemptIndex"/> counts; beside the kinds of failed log-ins.</summary>
    private const byte MessagesTo = 100;

    private const string DefaultLocale = "en";

    /// <summary>
    /// In the caller's transaction, whose tenant set holds <paramref name="tenant"/>. Who writes to several takes them in the order of their addresses.
    /// </summary>
    /// <returns>The refusal <see cref="AccessErrorCode.RateLimited"/>: nothing was written.</returns>
    public async Task<Outcome<NotificationId>> WriteAsync(
        Work work,
        TenantId tenant,
        OutgoingMessage message,
        OperationId operation,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var recipient = message.Message.HasLimitsOfItsOwn ? null : await IndexAsync(message, cancel);
        if (recipient is not null && await RefuseAsync(work, recipient, now, cancel) is { } tooMany)
        {
            return tooMany;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        var id = NotificationId.New(now);
        await work.DoAsync(
            """
            insert into notification (tenant_id, notification_id, channel, template, locale, recipient_sealed, values_sealed, recipient_index,
                operation_id, state, due_at, created_at, ends_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8::bytea, $9, $10, $11, $11, $12)
            """,
            [
                tenant.Value,
                id.Value,
                (short)message.Channel,
                message.Message.Template,
                message.Locale ?? DefaultLocale,
                keys.SealText(NotificationPlaces.Recipient(id), message.To.Matched),
                keys.Seal(NotificationPlaces.Values(id), message.Message.ToBytes()),
                recipient,
                operation.Value,
                (short)NotificationState.Waiting,
                now,
                message.Message.ExpiresAt,
            ],
            cancel
        );
        return id;
    }

    /// <summary>
    /// For a message to an address that nobody here has: it was counted like any other, and says nothing any more. Asked with the same statement where
    /// it is not to be given up, so that nobody can tell by the time which it was.
    /// </summary>
    public static Task GiveUpAsync(Work work, TenantId tenant, NotificationId id, bool onlyIf, CancellationToken cancel) =>
        work.DoAsync(
            """
            update notification set state = $3, failure = $4, due_at = null, recipient_sealed = null, values_sealed = null
            where tenant_id = $1 and notification_id = $2 and $5
            """,
            [tenant.Value, id.Value, (short)NotificationState.GivenUp, nameof(MailFailure.NobodyThere), onlyIf],
            cancel
        );

    private async Task<byte[]> IndexAsync(OutgoingMessage message, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return installation.AttemptIndex(MessagesTo, $"{(int)message.To.Field} {message.To.Matched}");
    }

    private static async Task<AccessError?> RefuseAsync(Work work, byte[] recipient, DateTimeOffset now, CancellationToken cancel)
    {
        var newestFirst = await work.FirstAsync(
            "select latchwork_messages_to($1, $2, $3)",
            row => row.GetFieldValue<DateTimeOffset[]>(0),
            [recipient, now - MessageLimits.Day, MessageLimits.ADay],
            cancel
        );
        return MessageLimits.WaitAfter(newestFirst!, now) is { } wait
            ? new AccessError(AccessErrorCode.RateLimited, "Too many messages went to that address. Try again later.", Noun.User)
            {
                RetryAfter = wait,
            }
            : null;
    }
}

/// <summary>Where the sealed parts of a message open.</summary>
internal static class NotificationPlaces
{
    public static SecretPlace Recipient(NotificationId id) => new("notification", "recipient_sealed", id.Value);

    public static SecretPlace Values(NotificationId id) => new("notification", "values_sealed", id.Value);
}

/// <summary>The numbers are stored: only add.</summary>
internal enum NotificationChannel
{
    Mail = 1,

    /// <summary>Nothing sends these yet: they wait until their end.</summary>
    Sms = 2,
}

/// <summary>The numbers are stored: only add.</summary>
internal enum NotificationState
{
    Waiting = 0,
    Sent = 1,
    GivenUp = 2,
}
