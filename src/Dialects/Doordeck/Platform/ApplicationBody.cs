using System.Text.Json;
using Latchwork.Operations.Applications;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>An application as its owner says it, or a part of it: what is absent or null stays as it is, since clients write every member that they have.</summary>
internal sealed record ApplicationGivenBody(
    string? Name = null,
    string? CompanyName = null,
    string? MailingAddress = null,
    string? PrivacyPolicy = null,
    string? SupportContact = null,
    string? AppLink = null,
    MailGivenBody? EmailPreferences = null,
    string? LogoUrl = null
)
{
    public ApplicationFields ToFields() =>
        new()
        {
            Name = Name,
            CompanyName = CompanyName,
            MailingAddress = MailingAddress,
            PrivacyPolicy = PrivacyPolicy,
            SupportContact = SupportContact,
            AppLink = AppLink,
            LogoUrl = LogoUrl,
            Mail = EmailPreferences?.ToFields() ?? new MailFields(),
        };
}

internal sealed record MailGivenBody(
    string? SenderEmail = null,
    string? SenderName = null,
    string? PrimaryColour = null,
    string? SecondaryColour = null,
    bool? OnlySendEssentialEmails = null,
    ActionBody? CallToAction = null
)
{
    public MailFields ToFields() =>
        new()
        {
            SenderEmail = SenderEmail,
            SenderName = SenderName,
            PrimaryColour = PrimaryColour,
            SecondaryColour = SecondaryColour,
            OnlyEssential = OnlySendEssentialEmails,
            CallToAction = CallToAction is { } action
                ? new CallToAction(action.ActionTarget ?? "", action.Headline ?? "", action.ActionText ?? "")
                : null,
        };
}

internal sealed record ActionBody(string? ActionTarget = null, string? Headline = null, string? ActionText = null);

/// <param name="LastUpdated">Seconds.</param>
/// <param name="AuthKeys">By <c>kid</c>.</param>
/// <param name="IdentityKey">Ours: the key that an <c>identity</c> is encrypted to (10.10); of one application alone.</param>
internal sealed record ApplicationBody(
    string ApplicationId,
    string Name,
    long LastUpdated,
    IReadOnlyList<string> Owners,
    IReadOnlyList<string> CorsDomains,
    IReadOnlyList<string> AuthDomains,
    string? LogoUrl,
    string? PrivacyPolicy,
    string? MailingAddress,
    string? CompanyName,
    string? SupportContact,
    string? AppLink,
    string Slug,
    MailBody EmailPreferences,
    IReadOnlyDictionary<string, JsonElement> AuthKeys,
    JsonElement? IdentityKey
)
{
    /// <summary>No application logs people in by a page of its own here.</summary>
    public object? Oauth { get; init; }

    /// <summary>All are their owners'.</summary>
    public bool IsDoordeckApplication { get; init; }

    public static ApplicationBody Of(SeenApplication seen) =>
        new(
            seen.Id,
            seen.Said.Name!,
            seen.UpdatedAt.ToUnixTimeSeconds(),
            seen.Owners,
            seen.Origins,
            seen.Issuers,
            seen.Said.LogoUrl,
            seen.Said.PrivacyPolicy,
            seen.Said.MailingAddress,
            seen.Said.CompanyName,
            seen.Said.SupportContact,
            seen.Said.AppLink,
            seen.Slug,
            MailBody.Of(seen.Said.Mail),
            seen.Keys,
            seen.IdentityKey
        );
}

/// <summary>Clients need both colours; the defaults are the wire's own (11.3).</summary>
internal sealed record MailBody(
    string SenderEmail,
    string SenderName,
    string PrimaryColour,
    string SecondaryColour,
    bool OnlySendEssentialEmails,
    ActionBody? CallToAction
)
{
    public static MailBody Of(MailFields said) =>
        new(
            said.SenderEmail ?? "info@doordeck.com",
            said.SenderName ?? "Doordeck",
            said.PrimaryColour ?? "#00283C",
            said.SecondaryColour ?? "#45BDD1",
            said.OnlyEssential ?? false,
            said.CallToAction is { } action ? new ActionBody(action.ActionTarget, action.Headline, action.ActionText) : null
        );
}
