using Latchwork.Domain.Alerts;

namespace Latchwork.Operations.Notifications.Messages;

/// <summary>One thing that somebody wants to be told of.</summary>
/// <param name="Where">The name of the door, the link, the webhook or the like; null where it is nowhere in particular.</param>
/// <param name="Site">What the site is called.</param>
/// <param name="Zone">IANA zone of the site: its own local time is told.</param>
/// <param name="Facts">What the event says, by its names; no secrets, and nothing personal.</param>
internal sealed record AlertLine(
    AlertTopic Topic,
    bool IsEnd,
    string? Where,
    string? Site,
    string Zone,
    DateTimeOffset At,
    IReadOnlyDictionary<string, string> Facts
)
{
    public override string ToString() => $"{Topic}";

    public DateTime LocalAt => Domain.Grants.ZoneDatabase.LocalAt(Zone, At);

    /// <summary>An instant among the facts, by the clocks of the site.</summary>
    public DateTime? LocalFact(string name) =>
        Facts.TryGetValue(name, out var text)
        && DateTimeOffset.TryParse(
            text,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? Domain.Grants.ZoneDatabase.LocalAt(Zone, at)
            : null;

    /// <summary>A length among the facts, in whole minutes.</summary>
    public int? MinutesFact(string name) =>
        Facts.TryGetValue(name, out var text) && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            ? (int)Math.Min(seconds / 60, int.MaxValue)
            : null;
}

/// <summary>What happened at doors, to one who wanted to be told: one thing, or what came together.</summary>
/// <param name="Lines">The first of them, in the order of the events.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="IsRest">They had to wait, because there had been so many before.</param>
internal sealed record AlertNews(IReadOnlyList<AlertLine> Lines, int Count, bool IsRest, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "alert";

    /// <summary>More lines than these are told as their number.</summary>
    public const int MostLines = 20;

    private const int MostShortLines = 3;

    public override string Template => Name;

    /// <summary>Each subscription has its own pace (<see cref="AlertPace"/>).</summary>
    public override bool HasLimitsOfItsOwn => true;

    public override MailText In(IMailLanguage language, Uri server) =>
        new(SubjectIn(language), [string.Join('\n', Lines.Select(language.Alert)), .. MoreAfter(language, Lines.Count), language.WhyAlerted]);

    public override string ShortIn(IMailLanguage language, Uri server)
    {
        var shown = Math.Min(Lines.Count, MostShortLines);
        IEnumerable<string> first = Count > 1 ? [SubjectIn(language)] : [];
        return string.Join('\n', [.. first, .. Lines.Take(shown).Select(language.Alert), .. MoreAfter(language, shown)]);
    }

    private string SubjectIn(IMailLanguage language) => Count == 1 ? language.AlertSubject(Lines[0]) : language.AlertsSubject(Count, IsRest);

    private IEnumerable<string> MoreAfter(IMailLanguage language, int shown) => Count > shown ? [language.AlertsMore(Count - shown)] : [];
}
