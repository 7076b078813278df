using Latchwork.Domain;

namespace Latchwork.Operations.Notifications.Sms;

/// <summary>One short message to one telephone.</summary>
/// <param name="To">E.164.</param>
internal sealed record OutgoingSms(NotificationId Id, string To, string Text, DateTimeOffset SentAt)
{
    public override string ToString() => Id.Value.ToString("N");
}

/// <summary>The way out of the house for short messages.</summary>
internal interface ISmsSender
{
    /// <param name="within">It has given up by then; what the other side did may be unknown.</param>
    /// <returns>Why it was not sent; null: the provider has taken it.</returns>
    /// <exception cref="OperationCanceledException">The caller has cancelled; what the other side did may be unknown.</exception>
    Task<SendFailure?> SendAsync(OutgoingSms sms, TimeSpan within, CancellationToken cancel);
}
