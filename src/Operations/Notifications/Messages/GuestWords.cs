namespace Latchwork.Operations.Notifications.Messages;

/// <summary>How a message to a guest is put together from the words of a language: alike in all of them.</summary>
/// <param name="Period">From two instants of local time, either of which may be missing, and the zone.</param>
/// <param name="Code">A line: digits.</param>
/// <param name="Page">A line: the address of the page.</param>
internal sealed record GuestWords(
    Func<DateTime?, DateTime?, string, string> Period,
    Func<string, string> Code,
    Func<string, string> Page,
    string Keep
)
{
    /// <summary>With what the guest gets in.</summary>
    public GuestText WithCodes(string subject, string greeting, GuestVisit visit, Uri server) =>
        new(
            new MailText(subject, [greeting, .. visit.Codes.Select(code => Paragraph(code, server)), PeriodOf(visit), Keep]),
            string.Join('\n', [MailText.OneLine(subject), .. visit.Codes.Select(code => Line(code, server)), PeriodOf(visit)])
        );

    /// <summary>Of something that is over.</summary>
    public GuestText Without(string subject, string sentence, GuestVisit visit) =>
        new(
            new MailText(subject, sentence, string.Join('\n', visit.Codes.Select(code => code.Doors)), PeriodOf(visit)),
            $"{MailText.OneLine(subject)}\n{PeriodOf(visit)}"
        );

    private string PeriodOf(GuestVisit visit) => Period(Local(visit.StartsAt, visit), Local(visit.EndsAt, visit), visit.Zone);

    private static DateTime? Local(DateTimeOffset? at, GuestVisit visit) =>
        at is { } instant ? Domain.Grants.ZoneDatabase.LocalAt(visit.Zone, instant) : null;

    private string Paragraph(GuestCode code, Uri server) => string.Join('\n', [MailText.OneLine(code.Doors), .. Lines(code, server)]);

    private string Line(GuestCode code, Uri server) => string.Join(' ', [$"{MailText.OneLine(code.Doors)}:", .. Lines(code, server)]);

    private IEnumerable<string> Lines(GuestCode code, Uri server)
    {
        if (code.Digits is { } digits)
        {
            yield return Code(digits);
        }

        if (code.PageAt(server) is { } page)
        {
            yield return Page(page.AbsoluteUri);
        }
    }
}
