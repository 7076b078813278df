using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Notifications;

/// <param name="Person">Whose address it is; null: nobody's.</param>
/// <param name="Locale">A language tag (RFC 5646); null, or one that nobody has written yet: English.</param>
internal sealed record OutgoingMessage(NotificationChannel Channel, UserId? Person, ContactText To, string? Locale, Message Message)
{
    /// <summary>Of which it tells; null: of none.</summary>
    public ReservationId? Stay { get; init; }

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
    /// In the caller's transaction, whose tenant set holds <paramref name="tenant"/> and which holds the person already, so that whoever changes the account
    /// and whoever writes to it take both in one order. Who writes to several takes them in the order of their ids.
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
                operation_id, state, due_at, created_at, ends_at, person_id, reservation_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8::bytea, $9, $10, $11, $11, $12, $13::uuid, $14::uuid)
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
                message.Person?.Value,
                message.Stay?.Value,
            ],
            cancel
        );
        return id;
    }

    /// <summary>
    /// The same for an act that does not depend on its message: one that would be too many is left out, and that it was is kept, without what it would have
    /// said or to whom.
    /// </summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> WriteUnlessTooManyAsync(CallerTurn turn, OutgoingMessage message, CancellationToken cancel)
    {
        var written = await WriteAsync(turn.Work, turn.Tenant, message, turn.Operation, turn.Now, cancel);
        if (written.Error is null)
        {
            return true;
        }

        await turn.Work.DoAsync(
            """
            insert into notification (tenant_id, notification_id, channel, template, locale, operation_id, state, failure, created_at, ends_at, person_id,
                reservation_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid, $12::uuid)
            """,
            [
                turn.Tenant.Value,
                NotificationId.New(turn.Now).Value,
                (short)message.Channel,
                message.Message.Template,
                message.Locale ?? DefaultLocale,
                turn.Operation.Value,
                (short)NotificationState.GivenUp,
                nameof(SendFailure.TooMany),
                turn.Now,
                message.Message.ExpiresAt,
                message.Person?.Value,
                message.Stay?.Value,
            ],
            cancel
        );
        return false;
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
            [tenant.Value, id.Value, (short)NotificationState.GivenUp, nameof(SendFailure.NobodyThere), onlyIf],
            cancel
        );

    /// <summary>For a person who is not there any more, in all tenants: what still waits for them.</summary>
    public static Task ForgetAsync(Work work, UserId person, CancellationToken cancel) =>
        work.DoAsync(
            "select latchwork_forget_messages($1, $2, $3)",
            [person.Value, (short)NotificationState.GivenUp, nameof(SendFailure.NobodyThere)],
            cancel
        );

    /// <summary>Each kind is counted by itself: what strangers may ask for uses up nothing that the person needs from others.</summary>
    private async Task<byte[]> IndexAsync(OutgoingMessage message, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return installation.AttemptIndex(MessagesTo, $"{message.Message.Template} {(int)message.To.Field} {message.To.Matched}");
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
            ? new AccessError(AccessErrorCode.RateLimited, "Too many such messages went to that address. Try again later.", Noun.User)
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
public enum NotificationChannel
{
    Mail = 1,

    /// <summary>A short message to a telephone.</summary>
    Sms = 2,
}

/// <summary>The numbers are stored: only add.</summary>
public enum NotificationState
{
    Waiting = 0,
    Sent = 1,
    GivenUp = 2,
}
