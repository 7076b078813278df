using Latchwork.Domain;

namespace Latchwork.Operations.Applications;

/// <summary>
/// What an owner says about an application. Null says nothing: it stays, or is the usual one. An empty text takes away what was said before, where it can be
/// left out.
/// </summary>
public sealed record ApplicationFields
{
    public string? Name { get; init; }

    public string? CompanyName { get; init; }

    public string? MailingAddress { get; init; }

    public string? PrivacyPolicy { get; init; }

    /// <summary>An address of the web, or an e-mail address.</summary>
    public string? SupportContact { get; init; }

    public string? AppLink { get; init; }

    public string? LogoUrl { get; init; }

    public MailFields Mail { get; init; } = new();

    /// <returns>The first fault.</returns>
    internal AccessError? Refuse(bool isNew) =>
        ApplicationRules.Needed("name", Name, isNew)
        ?? ApplicationRules.Needed("company name", CompanyName, isNew)
        ?? ApplicationRules.Needed("mailing address", MailingAddress, isNew)
        ?? ApplicationRules.Link("privacy policy", PrivacyPolicy)
        ?? ApplicationRules.Contact("support contact", SupportContact)
        ?? ApplicationRules.Link("app link", AppLink)
        ?? ApplicationRules.Link("logo's address", LogoUrl)
        ?? Mail.Refuse();
}

/// <summary>How mails of an application look. The same about null and empty texts.</summary>
public sealed record MailFields
{
    public string? SenderEmail { get; init; }

    public string? SenderName { get; init; }

    /// <summary><c>#RRGGBB</c>.</summary>
    public string? PrimaryColour { get; init; }

    public string? SecondaryColour { get; init; }

    public bool? OnlyEssential { get; init; }

    /// <summary>With three empty texts there is none.</summary>
    public CallToAction? CallToAction { get; init; }

    internal AccessError? Refuse() =>
        ApplicationRules.Mailbox("sender", SenderEmail)
        ?? ApplicationRules.Short("sender's name", SenderName)
        ?? ApplicationRules.Colour(PrimaryColour)
        ?? ApplicationRules.Colour(SecondaryColour)
        ?? CallToAction?.Refuse();
}

/// <summary>A button in mails.</summary>
/// <param name="ActionTarget">An address of the web.</param>
public sealed record CallToAction(string ActionTarget, string Headline, string ActionText)
{
    internal bool IsNone => ActionTarget.Length + Headline.Length + ActionText.Length == 0;

    internal AccessError? Refuse() =>
        IsNone
            ? null
            : ApplicationRules.Link("action target", ActionTarget)
                ?? ApplicationRules.Needed("headline", Headline, isNew: true)
                ?? ApplicationRules.Needed("action text", ActionText, isNew: true)
                ?? ApplicationRules.Needed("action target", ActionTarget, isNew: true);
}
