using System.Globalization;
using System.Text;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications.Sms;

/// <summary>Each message a file <c>*.txt</c> that only the server's account reads, whole from its first moment: the number, the time, a blank line, the text.</summary>
internal sealed class FolderSms(SmsOptions options) : ISmsSender
{
    public Task<SendFailure?> SendAsync(OutgoingSms sms, TimeSpan within, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Write(sms));
    }

    private SendFailure? Write(OutgoingSms sms)
    {
        try
        {
            DurableFile.MakePrivateFolder(options.Folder!);
            var text = string.Create(CultureInfo.InvariantCulture, $"To: {sms.To}\nDate: {sms.SentAt:O}\n\n{sms.Text}\n");
            DurableFile.Write(Path.Combine(options.Folder!, $"{sms}.txt"), Encoding.UTF8.GetBytes(text), replace: true);
            return null;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return SendFailure.NotWritten;
        }
    }
}
