namespace Latchwork.Operations.Notifications.Messages;

/// <summary>An invitation: the link sets the first password.</summary>
/// <param name="User">Their public UUID, which one wire wants beside the token; null in messages of earlier releases.</param>
internal sealed record Welcome(string Token, string? User, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "welcome";

    public override string Template => Name;

    // After the # it stays in the browser: no log of any server has it.
    public override MailText In(IMailLanguage language, Uri server) =>
        language.Welcome(new Uri(server, $"console/welcome#user={User}&token={Token}"), ExpiresAt);
}
