namespace Latchwork.Operations.Notifications.Messages;

/// <summary>Somebody with an account was given a door.</summary>
/// <param name="By">What the giver is called; null where they have no name.</param>
internal sealed record AccessShared(string Door, string? By, DateTimeOffset ExpiresAt) : Message(ExpiresAt)
{
    public const string Name = "access-shared";

    /// <summary>Later it is no news any more.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(1);

    public override string Template => Name;

    public override MailText In(IMailLanguage language, Uri server) =>
        language.AccessShared(MailText.OneLine(Door), By is null ? null : MailText.OneLine(By));
}
