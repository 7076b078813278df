namespace Latchwork.Operations.Notifications.Messages;

/// <summary>A message in one language, long and short.</summary>
/// <param name="Short">For a telephone: one or two lines.</param>
internal sealed record GuestText(MailText Mail, string Short)
{
    public override string ToString() => nameof(GuestText);
}

/// <summary>Where a guest gets in, when, and with what.</summary>
/// <param name="Place">What the site is called.</param>
/// <param name="Zone">IANA zone of the site: its own local time is told.</param>
internal sealed record GuestVisit(string Place, string Zone, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<GuestCode> Codes)
{
    public override string ToString() => nameof(GuestVisit);
}

/// <param name="Doors">Names of doors, or a box, as one line.</param>
/// <param name="Digits">Null where there are none to be told.</param>
/// <param name="Link">The last segment of the code's page; null where it has none.</param>
internal sealed record GuestCode(string Doors, string? Digits, string? Link)
{
    public Uri? PageAt(Uri server) => Link is null ? null : new Uri(server, $"sl/{Link}");

    public override string ToString() => nameof(GuestCode);
}

/// <summary>Something to a guest, who has no account: by mail, or as a short message.</summary>
internal abstract record GuestMessage(GuestVisit Visit, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public sealed override MailText In(IMailLanguage language, Uri server) => TextIn(language, server).Mail;

    public sealed override string ShortIn(IMailLanguage language, Uri server) => TextIn(language, server).Short;

    protected abstract GuestText TextIn(IMailLanguage language, Uri server);
}

internal sealed record CodeIssued(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "code-issued";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.CodeIssued(Visit, server);
}

internal sealed record CodeChanged(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "code-changed";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.CodeChanged(Visit, server);
}

/// <summary>It was taken back before its time was over.</summary>
internal sealed record CodeEnded(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "code-ended";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.CodeEnded(Visit);
}

internal sealed record StayBooked(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "stay-booked";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.StayBooked(Visit, server);
}

internal sealed record StayChanged(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "stay-changed";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.StayChanged(Visit, server);
}

internal sealed record StayCancelled(GuestVisit Visit, DateTimeOffset ExpiresAt) : GuestMessage(Visit, ExpiresAt)
{
    public const string Name = "stay-cancelled";

    public override string Template => Name;

    protected override GuestText TextIn(IMailLanguage language, Uri server) => language.StayCancelled(Visit);
}
