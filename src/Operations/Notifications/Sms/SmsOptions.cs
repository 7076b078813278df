using System.ComponentModel.DataAnnotations;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications.Sms;

/// <summary>
/// How short messages are sent (section <c>Sms</c>): by an account at a gateway of Twilio's wire, or into a folder. Without either they wait until their end.
/// </summary>
public sealed class SmsOptions : IValidatableObject
{
    public const string Section = "Sms";

    private const int SidLength = 34;
    private const int LongestSenderName = 11;

    /// <summary>The gateway. Another one than Twilio's where that speaks the same.</summary>
    public Uri Url { get; set; } = new("https://api.twilio.com");

    /// <summary>Who pays: <c>AC</c> and 32 hexadecimal digits.</summary>
    public string? AccountSid { get; set; }

    public string? AuthToken { get; set; }

    /// <summary>From which number (E.164), or under which name of at most 11 letters and digits.</summary>
    public string? From { get; set; }

    /// <summary>Instead of <see cref="From"/>: <c>MG</c> and 32 hexadecimal digits.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>Instead of an account: each message becomes a file here, for a demo and for developing.</summary>
    public string? Folder { get; set; }

    /// <summary>How long one message may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:45", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(20);

    public bool IsSet => AccountSid is not null || Folder is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (isWrong, why) in Mistakes())
        {
            if (isWrong)
            {
                yield return new ValidationResult(why);
            }
        }
    }

    private IEnumerable<(bool IsWrong, string Why)> Mistakes() =>
        [
            (AccountSid is not null && Folder is not null, "Short messages go to an account (AccountSid) or into a Folder: give one of them."),
            (AccountSid is null != AuthToken is null, "AccountSid and AuthToken come together."),
            (AccountSid is not null && !IsSid("AC", AccountSid), "AccountSid: AC and 32 hexadecimal digits."),
            (AccountSid is not null && From is null == MessagingServiceSid is null, "Give one of From and MessagingServiceSid."),
            (MessagingServiceSid is not null && !IsSid("MG", MessagingServiceSid), "MessagingServiceSid: MG and 32 hexadecimal digits."),
            (From is not null && !IsSender(From), "From: a number such as +81312345678, or a name of at most 11 letters and digits."),
            (!IsSafe(Url), "Url: https, or http on this machine."),
        ];

    private static bool IsSid(string kind, string text) =>
        text.Length == SidLength && text.StartsWith(kind, StringComparison.Ordinal) && text.AsSpan(kind.Length).ToArray().All(char.IsAsciiHexDigit);

    private static bool IsSender(string text) =>
        text.StartsWith('+')
            ? ContactText.Telephone(text).Error is null
            : text.Length is > 0 and <= LongestSenderName && text.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') && text.Any(char.IsAsciiLetter);

    private static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
