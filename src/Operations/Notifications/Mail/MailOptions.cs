using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Latchwork.Operations.Notifications.Mail;

public enum MailSecurity
{
    /// <summary>Plain: for a mail server on this machine.</summary>
    None,

    /// <summary>STARTTLS (RFC 3207), usually on port 587. Where the mail server does not offer it, nothing is sent.</summary>
    StartTls,
}

/// <summary>
/// How mail is sent (section <c>Mail</c>): by a mail server, or into a folder. Without either messages wait until their end. TLS from the first byte
/// (port 465) and OAuth are not spoken: use the port for STARTTLS.
/// </summary>
public sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    private const string Somewhere = "latchwork@localhost";

    /// <summary>The mail server's name.</summary>
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Whom the mail server knows; with <see cref="Password"/>.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender's address; must be set where there is a <see cref="Host"/>.</summary>
    public string? From { get; set; }

    /// <summary>The sender's name.</summary>
    [StringLength(100)]
    public string FromName { get; set; } = "Latchwork";

    /// <summary>Instead of a <see cref="Host"/>: each mail becomes a file here, for a demo and for developing.</summary>
    public string? Folder { get; set; }

    /// <summary>How long one mail may take, from the connection to the mail server's last word.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:45", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(20);

    public bool IsSet => Host is not null || Folder is not null;

    internal string Sender => From ?? Somewhere;

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
            (Host is not null && Folder is not null, "Mail goes to a Host or into a Folder: give one of them."),
            (Host is not null && From is null, "From: the sender's address is missing."),
            (From is not null && !MailAddresses.TryRead(From, out _), "From: that is no e-mail address."),
            (FromName.Any(char.IsControl), "FromName: a name has no line breaks."),
            (User is null != Password is null, "User and Password come together."),
            (Password is not null && Security == MailSecurity.None && !IsThisMachine, "A Password goes to another machine over StartTls only."),
        ];

    private bool IsThisMachine => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
