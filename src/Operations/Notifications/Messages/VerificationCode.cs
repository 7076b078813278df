namespace Latchwork.Operations.Notifications.Messages;

/// <summary>A one-time code. Whoever makes codes counts them for each person (JW-10).</summary>
internal sealed record VerificationCode(string Code, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "verification-code";

    public override string Template => Name;

    public override bool HasLimitsOfItsOwn => true;

    public override MailText In(IMailLanguage language, Uri server) => language.VerificationCode(Code);
}
