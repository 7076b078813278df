namespace Latchwork.Operations.Notifications.Mail;

internal sealed class MailChannel(IMailer mailer, MailOptions options) : IMessageChannel
{
    public NotificationChannel Channel => NotificationChannel.Mail;

    public TimeSpan TimeOut => options.TimeOut;

    public async Task<SendFailure?> SendAsync(ReadyMessage message, TimeSpan within, CancellationToken cancel) =>
        MailAddresses.TryRead(message.To, out var to)
            ? await mailer.SendAsync(
                new OutgoingMail(message.Claimed.Key.Id, to, message.Message.In(message.Language, message.Server), message.At),
                within,
                cancel
            )
            : SendFailure.BadAddress;
}
