using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Latchwork.Operations.Notifications.Mail;

/// <summary>Hands mails to a mail server, each over a connection of its own: plain or by STARTTLS, with or without a password.</summary>
internal sealed class SmtpMailer(MailOptions options, TimeProvider clock) : IMailer
{
    private readonly MailAddress from = new(options.Sender, options.FromName, Encoding.UTF8);

    public async Task<SendFailure?> SendAsync(OutgoingMail mail, TimeSpan within, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var message = Compose(mail);
        using var client = Connect(within);
        try
        {
            // The client looks at the token now and then; this does so at once.
            await client.SendMailAsync(message, either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return SendFailure.TimedOut;
        }
        catch (Exception refused) when (refused is SmtpException or IOException or SocketException or AuthenticationException)
        {
            cancel.ThrowIfCancellationRequested();
            return patience.IsCancellationRequested ? SendFailure.TimedOut : Classify(refused);
        }
    }

    private SmtpClient Connect(TimeSpan within) =>
        new(options.Host, options.Port)
        {
            EnableSsl = options.Security == MailSecurity.StartTls,
            Credentials = options.User is { } user ? new NetworkCredential(user, options.Password) : null,
            DeliveryFormat = SmtpDeliveryFormat.International,
            Timeout = (int)within.TotalMilliseconds,
        };

    private MailMessage Compose(OutgoingMail mail)
    {
        var message = new MailMessage(from, mail.To)
        {
            Subject = mail.Text.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text.Body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.Headers.Add("Message-ID", mail.MessageId(from));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private SendFailure Classify(Exception refused) =>
        refused is SmtpFailedRecipientException { StatusCode: >= SmtpStatusCode.CommandUnrecognized } ? SendFailure.RecipientRefused
        : IsWithoutTls(refused) || Causes(refused).Any(cause => cause is AuthenticationException) ? SendFailure.Insecure
        : Causes(refused).Any(cause => cause is IOException or SocketException or WebException) ? SendFailure.Unreachable
        : SendFailure.NotAccepted;

    /// <summary>The client's own word where it was told to use STARTTLS and nothing offers it: no answer of a mail server, and no other cause.</summary>
    private bool IsWithoutTls(Exception refused) =>
        options.Security == MailSecurity.StartTls && refused is SmtpException { StatusCode: SmtpStatusCode.GeneralFailure, InnerException: null };

    private static IEnumerable<Exception> Causes(Exception of)
    {
        for (Exception? cause = of; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
