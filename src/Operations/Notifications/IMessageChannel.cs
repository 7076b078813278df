using Latchwork.Operations.Notifications.Messages;

namespace Latchwork.Operations.Notifications;

/// <summary>A message that is being sent: it was claimed, and its sealed parts are open.</summary>
/// <param name="To">As it was written.</param>
/// <param name="Server">The server's address as people know it; ends in a slash.</param>
internal sealed record ReadyMessage(ClaimedNotification Claimed, string To, Message Message, IMailLanguage Language, Uri Server, DateTimeOffset At)
{
    public override string ToString() => Message.ToString();
}

/// <summary>One way of sending, as the settings have it.</summary>
internal interface IMessageChannel
{
    NotificationChannel Channel { get; }

    /// <summary>How long one message may take.</summary>
    TimeSpan TimeOut { get; }

    /// <param name="within">It has given up by then; what the other side did may be unknown.</param>
    /// <returns>Why it was not sent; null: it was.</returns>
    /// <exception cref="OperationCanceledException">The caller has cancelled; what the other side did may be unknown.</exception>
    Task<SendFailure?> SendAsync(ReadyMessage message, TimeSpan within, CancellationToken cancel);
}
