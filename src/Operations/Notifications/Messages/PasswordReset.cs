namespace Latchwork.Operations.Notifications.Messages;

/// <summary>For who has forgotten their password.</summary>
/// <param name="User">Their public UUID.</param>
internal sealed record PasswordReset(string Token, string User, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "password-reset";

    public override string Template => Name;

    public override MailText In(IMailLanguage language, Uri server) =>
        language.PasswordReset(new Uri(server, $"console/reset#user={User}&token={Token}"));
}
