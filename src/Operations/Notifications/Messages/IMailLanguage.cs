namespace Latchwork.Operations.Notifications.Messages;

/// <summary>The words of every mail in one language.</summary>
internal interface IMailLanguage
{
    /// <summary>RFC 5646, such as <c>en</c> or <c>pt-BR</c>.</summary>
    string Tag { get; }

    /// <summary>The code begins the subject, and no other run of six digits stands beside it: programs read it there.</summary>
    MailText VerificationCode(string code);

    MailText VerifyEmail(Uri link);

    MailText Welcome(Uri link, DateTimeOffset until);

    MailText PasswordReset(Uri link);

    MailText AccessShared(string door, string? by);

    /// <param name="link">Null where they are a member already.</param>
    MailText Membership(string tenant, string? by, Uri? link, DateTimeOffset until);

    GuestText CodeIssued(GuestVisit visit, Uri server);

    GuestText CodeChanged(GuestVisit visit, Uri server);

    GuestText CodeEnded(GuestVisit visit);

    GuestText StayBooked(GuestVisit visit, Uri server);

    GuestText StayChanged(GuestVisit visit, Uri server);

    GuestText StayCancelled(GuestVisit visit);

    /// <summary>What happened, where and when, in one line.</summary>
    string Alert(AlertLine line);

    /// <summary>What happened, and where.</summary>
    string AlertSubject(AlertLine line);

    /// <param name="isRest">They had to wait, because there had been so many before.</param>
    string AlertsSubject(int count, bool isRest);

    string AlertsMore(int count);

    /// <summary>Why somebody is told at all.</summary>
    string WhyAlerted { get; }
}

internal static class MailLanguages
{
    private static readonly IMailLanguage Fallback = new English();

    private static readonly Dictionary<string, IMailLanguage> All = new[] { Fallback, new Japanese() }.ToDictionary(
        language => language.Tag,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The language itself, else without its region or script (RFC 4647, 3.4), else English.</summary>
    public static IMailLanguage Find(string locale)
    {
        for (var tag = locale; tag.Length > 0; tag = tag[..Math.Max(tag.LastIndexOf('-'), 0)])
        {
            if (All.TryGetValue(tag, out var language))
            {
                return language;
            }
        }

        return Fallback;
    }
}
