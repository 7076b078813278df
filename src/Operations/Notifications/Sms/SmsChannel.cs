using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications.Sms;

internal sealed class SmsChannel(ISmsSender sender, SmsOptions options) : IMessageChannel
{
    public NotificationChannel Channel => NotificationChannel.Sms;

    public TimeSpan TimeOut => options.TimeOut;

    public async Task<SendFailure?> SendAsync(ReadyMessage message, TimeSpan within, CancellationToken cancel) =>
        ContactText.Telephone(message.To).IsRefused(out _, out var to) ? SendFailure.BadAddress
        : message.Message.ShortIn(message.Language, message.Server) is not { } text ? SendFailure.Unreadable
        : await sender.SendAsync(new OutgoingSms(message.Claimed.Key.Id, to.Matched, text, message.At), within, cancel);
}
