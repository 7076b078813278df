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
    /// <param name="without">In place of the greeting where there are no codes to tell.</param>
    public GuestText WithCodes(string subject, string greeting, GuestVisit visit, Uri server, string? without = null) =>
        new(
            visit.Codes.Count == 0
                ? new MailText(subject, without ?? greeting, PeriodOf(visit))
                : new MailText(subject, [greeting, .. visit.Codes.Select(code => Paragraph(code, server)), PeriodOf(visit), Keep]),
            string.Join('\n', [MailText.OneLine(subject), .. visit.Codes.Select(code => Line(code, server)), PeriodOf(visit)])
        );

    /// <summary>Of something that is over.</summary>
    public GuestText Without(string subject, string sentence, GuestVisit visit) =>
        new(new MailText(subject, [sentence, .. DoorsOf(visit), PeriodOf(visit)]), $"{MailText.OneLine(subject)}\n{PeriodOf(visit)}");

    private static IEnumerable<string> DoorsOf(GuestVisit visit) =>
        visit.Codes.Count == 0 ? [] : [string.Join('\n', visit.Codes.Select(code => code.Doors))];

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
