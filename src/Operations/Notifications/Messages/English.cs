using System.Globalization;

namespace Latchwork.Operations.Notifications.Messages;

internal sealed class English : IMailLanguage
{
    public string Tag => "en";

    public MailText VerificationCode(string code) =>
        new(
            $"{code} is your verification code",
            $"Your verification code is {code}.",
            "It is good for 5 minutes and works once. Whoever asks you for it is not us: enter it only in the app in which you are adding a key.",
            "If you did not ask for it, somebody knows your password. Change it."
        );

    public MailText VerifyEmail(Uri link) =>
        new(
            "Confirm your e-mail address",
            "Somebody, we think you, has made an account with this e-mail address. To confirm that the address is yours, open this link:",
            link.AbsoluteUri,
            "If it was not you, do not open the link: the account would then be trusted with what others share with you."
        );

    public MailText Welcome(Uri link, DateTimeOffset until) =>
        new(
            "You have been given access",
            "Somebody has shared a door with you. Choose a password to use it:",
            link.AbsoluteUri,
            "If an account was made with your e-mail address before, it gets this password, and whoever used it is logged out.",
            $"The link is good until {until.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} and works once. Give it to nobody."
        );

    public MailText PasswordReset(Uri link) =>
        new(
            "Choose another password",
            "Somebody, we think you, has asked for another password for your account. To choose one, open this link:",
            link.AbsoluteUri,
            "It is good for an hour and works once. You are then logged out everywhere, and each phone asks for its key again.",
            "If it was not you, do nothing: your password stays as it is."
        );

    public MailText AccessShared(string door, string? by) =>
        new("A door was shared with you", $"{by ?? "Somebody"} has shared \"{door}\" with you. You find it in your app.");

    public MailText Membership(string tenant, string? by, Uri? link, DateTimeOffset until) =>
        link is null
            ? new MailText($"You belong to {tenant}", $"{by ?? "Somebody"} has made you a member of \"{tenant}\". Log in as you always do.")
            : new MailText(
                $"You are invited to {tenant}",
                $"{by ?? "Somebody"} invites you to be a member of \"{tenant}\". Choose a password to become one:",
                link.AbsoluteUri,
                "If an account was made with your e-mail address before, it gets this password, and whoever used it is logged out.",
                $"The link is good until {until.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} and works once. Give it to nobody."
            );

    public GuestText CodeIssued(GuestVisit visit, Uri server) =>
        Guests.WithCodes($"Your code for {visit.Place}", $"With this you get in at {visit.Place}:", visit, server);

    public GuestText CodeChanged(GuestVisit visit, Uri server) =>
        Guests.WithCodes($"Your code for {visit.Place} has changed", $"From now on you get in at {visit.Place} with this:", visit, server);

    public GuestText CodeEnded(GuestVisit visit) =>
        Guests.Without($"Your code for {visit.Place} has ended", "It was taken back and opens nothing any more.", visit);

    public GuestText StayBooked(GuestVisit visit, Uri server) =>
        Guests.WithCodes(
            $"Your stay at {visit.Place} is booked",
            $"Your stay at {visit.Place} is booked. With this you get in:",
            visit,
            server,
            $"Your stay at {visit.Place} is booked. Your host tells you how you get in."
        );

    public GuestText StayChanged(GuestVisit visit, Uri server) =>
        Guests.WithCodes(
            $"Your stay at {visit.Place} has changed",
            $"Your stay at {visit.Place} has changed. With this you get in:",
            visit,
            server,
            $"Your stay at {visit.Place} has changed. Your host tells you how you get in."
        );

    public GuestText StayCancelled(GuestVisit visit) =>
        Guests.Without($"Your stay at {visit.Place} was cancelled", "What you were given for it opens nothing any more.", visit);

    private static readonly GuestWords Guests = new(
        PeriodOf,
        digits => $"Code: {digits}",
        page => $"QR and details: {page}",
        "Whoever has this message gets in like you: keep it to yourself."
    );

    private static string PeriodOf(DateTime? from, DateTime? until, string zone) =>
        (from, until) switch
        {
            ({ } start, { } end) => $"From {Time(start)} until {Time(end)} ({zone})",
            ({ } start, null) => $"From {Time(start)} on ({zone})",
            (null, { } end) => $"Until {Time(end)} ({zone})",
            (null, null) => "At any time",
        };

    private static string Time(DateTime local) => local.ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public string Alert(AlertLine line) =>
        $"{AlertSubject(line)}. {line.LocalAt.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({line.Zone})";

    public string AlertSubject(AlertLine line) =>
        MailText.OneLine(
            (line.Where, line.Site) switch
            {
                ({ } where, { } site) => $"{where} ({site}): {EnglishAlerts.What(line)}",
                ({ } where, null) => $"{where}: {EnglishAlerts.What(line)}",
                (null, { } site) => $"{site}: {EnglishAlerts.What(line)}",
                (null, null) => EnglishAlerts.What(line),
            }
        );

    public string AlertsSubject(int count, bool isRest) => isRest ? $"{count} more alerts of the last hour" : $"{count} alerts";

    public string AlertsMore(int count) => $"And {count} more.";

    public string WhyAlerted => "You asked to be told of this, or you administer these doors.";
}
