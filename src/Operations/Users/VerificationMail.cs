using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <param name="Address">Of <paramref name="Login"/>.</param>
internal readonly record struct UnprovenEmail(TenantId Home, UserId User, Guid Login, ContactText Address, string? Locale);

/// <summary>The mail whose link shows that an address is theirs.</summary>
internal sealed class VerificationMail(NotificationOutbox outbox)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <param name="keptBy">Whose keys seal the mail until it is sent: one of the transaction's tenants, but none that it makes.</param>
    /// <returns>The refusal <see cref="AccessErrorCode.RateLimited"/>: nothing was written.</returns>
    public async Task<AccessError?> WriteAsync(
        Work work,
        TenantId keptBy,
        UnprovenEmail to,
        OperationId operation,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        _ = await MailedToken.HoldAsync(work, to.User, cancel);
        var token = MailedToken.New(InvitationPurpose.Verification, now + Life);
        var verification = new EmailVerification(token.Text, token.ExpiresAt);
        var message = new OutgoingMessage(NotificationChannel.Mail, to.User, to.Address, to.Locale, verification);
        var written = await outbox.WriteAsync(work, keptBy, message, operation, now, cancel);
        if (written.Error is null)
        {
            await token.WriteAsync(work, to.Home, to.User, to.Login, invitedBy: null, now, cancel);
        }

        return written.Error;
    }
}
