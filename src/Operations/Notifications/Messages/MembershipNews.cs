namespace Latchwork.Operations.Notifications.Messages;

/// <summary>Somebody was made a member of a tenant, or becomes one with the password that the link sets.</summary>
/// <param name="By">What whoever did it is called; null where they have no name.</param>
/// <param name="Token">Null: they are one already.</param>
/// <param name="User">Their public UUID, with the token.</param>
internal sealed record MembershipNews(string Tenant, string? By, string? Token, string? User, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "membership";

    /// <summary>Later it is no news any more.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(1);

    public override string Template => Name;

    // After the # it stays in the browser: no log of any server has it.
    public override MailText In(IMailLanguage language, Uri server) =>
        language.Membership(
            MailText.OneLine(Tenant),
            By is null ? null : MailText.OneLine(By),
            Token is null ? null : new Uri(server, $"console/welcome#user={User}&token={Token}"),
            ExpiresAt
        );
}
