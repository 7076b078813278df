namespace Latchwork.Operations.Notifications.Messages;

/// <summary>A text mail. Whatever it was made of, the subject is one line, and every line of the body ends as mail wants it.</summary>
internal sealed record MailText
{
    public MailText(string subject, params IEnumerable<string> paragraphs)
    {
        Subject = OneLine(subject);
        Body = string.Concat(paragraphs.Select(paragraph => $"{Lines(paragraph)}\r\n\r\n"))[..^2];
    }

    public string Subject { get; }

    /// <summary>With CRLF.</summary>
    public string Body { get; }

    /// <summary>For names that people have chosen: they add no line of their own.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    public override string ToString() => nameof(MailText);

    private static string Lines(string paragraph) => string.Join("\r\n", paragraph.Split('\n').Select(OneLine));
}
