namespace Latchwork.Operations.Notifications.Messages;

/// <summary>To show that an address is theirs.</summary>
internal sealed record EmailVerification(string Token, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "verify-email";

    public override string Template => Name;

    public override MailText In(IMailLanguage language, Uri server) => language.VerifyEmail(new Uri(server, $"console/verify#code={Token}"));
}
