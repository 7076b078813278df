namespace Latchwork.Operations.Notifications.Mail;

/// <summary>The way out of the house for mail.</summary>
internal interface IMailer
{
    /// <param name="within">It has given up by then; what the other side did may be unknown.</param>
    /// <returns>Why it was not sent; null: it was. The same message again has the same id.</returns>
    /// <exception cref="OperationCanceledException">The caller has cancelled; what the other side did may be unknown.</exception>
    Task<SendFailure?> SendAsync(OutgoingMail mail, TimeSpan within, CancellationToken cancel);
}
