using System.Net.Mail;
using System.Text;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications.Mail;

/// <summary>
/// Each mail a file <c>*.eml</c> (RFC 5322) that only the server's account reads, whole from its first moment; in the order of the names they were written.
/// The subject stands first, so in a mail with a code the code is the first run of six digits.
/// </summary>
internal sealed class FolderMailer : IMailer
{
    private readonly string folder;
    private readonly MailAddress from;
    private readonly string fromName;

    public FolderMailer(MailOptions options)
    {
        folder = options.Folder!;
        from = new MailAddress(options.Sender);
        fromName = options.FromName;
    }

    public Task<SendFailure?> SendAsync(OutgoingMail mail, TimeSpan within, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Write(mail));
    }

    private SendFailure? Write(OutgoingMail mail)
    {
        try
        {
            DurableFile.MakePrivateFolder(folder);
            DurableFile.Write(Path.Combine(folder, $"{mail.Name}.eml"), Encoding.UTF8.GetBytes(TextOf(mail)), replace: true);
            return null;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return SendFailure.NotWritten;
        }
    }

    private string TextOf(OutgoingMail mail) =>
        new StringBuilder()
            .AppendHeader("Subject", MailHeader.Text(mail.Text.Subject))
            .AppendHeader("To", MailHeader.Address(mail.To))
            .AppendHeader("From", $"{MailHeader.Phrase(fromName)} <{MailHeader.Address(from)}>")
            .AppendHeader("Date", MailHeader.Date(mail.SentAt))
            .AppendHeader("Message-ID", mail.MessageId(from))
            .AppendHeader("Auto-Submitted", "auto-generated")
            .AppendHeader("MIME-Version", "1.0")
            .AppendHeader("Content-Type", "text/plain; charset=utf-8")
            .AppendHeader("Content-Transfer-Encoding", "8bit")
            .Append("\r\n")
            .Append(mail.Text.Body)
            .ToString();
}
