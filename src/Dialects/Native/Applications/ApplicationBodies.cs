using System.Text.Json;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Applications;

namespace Latchwork.Dialects.Native.Applications;

/// <param name="Name">What people see.</param>
/// <param name="CompanyName">Who runs it.</param>
/// <param name="MailingAddress">Of the company, by post.</param>
/// <param name="PrivacyPolicy">An address of the web.</param>
/// <param name="SupportContact">An address of the web, or an e-mail address.</param>
/// <param name="AppLink">An address of the web.</param>
/// <param name="LogoUrl">An address of the web.</param>
internal sealed record NewApplicationBody(
    string Name,
    string CompanyName,
    string MailingAddress,
    string? PrivacyPolicy = null,
    string? SupportContact = null,
    string? AppLink = null,
    string? LogoUrl = null,
    ApplicationMailBody? Mail = null
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
            Mail = Mail?.ToFields() ?? new MailFields(),
        };
}

/// <summary>What is absent stays; an empty text takes away what may be absent.</summary>
internal sealed record ApplicationChangeBody(
    string? Name = null,
    string? CompanyName = null,
    string? MailingAddress = null,
    string? PrivacyPolicy = null,
    string? SupportContact = null,
    string? AppLink = null,
    string? LogoUrl = null,
    ApplicationMailBody? Mail = null
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
            Mail = Mail?.ToFields() ?? new MailFields(),
        };
}

/// <summary>How mails to its people look.</summary>
/// <param name="PrimaryColour"><c>#RRGGBB</c>.</param>
/// <param name="SecondaryColour">The same.</param>
/// <param name="OnlyEssential">Nothing is sent that could be left out.</param>
/// <param name="Button">With three empty texts there is none.</param>
internal sealed record ApplicationMailBody(
    string? SenderEmail = null,
    string? SenderName = null,
    string? PrimaryColour = null,
    string? SecondaryColour = null,
    bool? OnlyEssential = null,
    MailButtonBody? Button = null
)
{
    public static ApplicationMailBody Of(MailFields said) =>
        new(
            said.SenderEmail,
            said.SenderName,
            said.PrimaryColour,
            said.SecondaryColour,
            said.OnlyEssential,
            said.CallToAction is { } action ? new MailButtonBody(action.ActionTarget, action.Headline, action.ActionText) : null
        );

    public MailFields ToFields() =>
        new()
        {
            SenderEmail = SenderEmail,
            SenderName = SenderName,
            PrimaryColour = PrimaryColour,
            SecondaryColour = SecondaryColour,
            OnlyEssential = OnlyEssential,
            CallToAction = Button is { } button ? new CallToAction(button.Url, button.Headline, button.Text) : null,
        };
}

/// <param name="Url">Where it leads.</param>
/// <param name="Headline">Above it.</param>
/// <param name="Text">On it.</param>
internal sealed record MailButtonBody(string Url, string Headline, string Text);

/// <summary>A program whose signed tokens are sessions of its own people on the Doordeck wire.</summary>
/// <param name="Owners">How many people own it.</param>
/// <param name="Issuers">How many issuers its tokens may name.</param>
/// <param name="Keys">How many keys its tokens may be signed with.</param>
internal sealed record ApplicationBody(string Id, string Name, string CompanyName, int Owners, int Issuers, int Keys, DateTimeOffset ChangedAt)
{
    public static ApplicationBody Of(SeenApplication seen) =>
        new(seen.Id, seen.Said.Name!, seen.Said.CompanyName ?? "", seen.Owners.Count, seen.Issuers.Count, seen.Keys.Count, seen.UpdatedAt);
}

/// <summary>All that its owners know of an application.</summary>
/// <param name="Slug">Its name in lower-case letters and digits, as it was made.</param>
/// <param name="Issuers">Addresses that its tokens name as <c>iss</c>; each is one application's.</param>
/// <param name="Origins">Of web pages that may call this server for it.</param>
/// <param name="Keys">Public keys that its tokens are signed with.</param>
/// <param name="IdentityKey">The server's: what identities of its people are encrypted to.</param>
/// <param name="People">How many its tokens told of.</param>
/// <param name="LastTokenAt">When one last told something new of somebody.</param>
internal sealed record ApplicationDetailBody(
    string Id,
    string Name,
    string CompanyName,
    string MailingAddress,
    string? PrivacyPolicy,
    string? SupportContact,
    string? AppLink,
    string? LogoUrl,
    string Slug,
    ApplicationMailBody Mail,
    IReadOnlyList<ApplicationOwnerBody> Owners,
    IReadOnlyList<string> Issuers,
    IReadOnlyList<string> Origins,
    IReadOnlyList<TokenKeyBody> Keys,
    TokenKeyBody IdentityKey,
    long People,
    DateTimeOffset? LastTokenAt,
    DateTimeOffset ChangedAt
)
{
    public static ApplicationDetailBody Of(ApplicationDetail detail)
    {
        var (seen, said) = (detail.Seen, detail.Seen.Said);
        return new(
            seen.Id,
            said.Name!,
            said.CompanyName ?? "",
            said.MailingAddress ?? "",
            said.PrivacyPolicy,
            said.SupportContact,
            said.AppLink,
            said.LogoUrl,
            seen.Slug,
            ApplicationMailBody.Of(said.Mail),
            [.. detail.Owners.Select(ApplicationOwnerBody.Of)],
            seen.Issuers,
            seen.Origins,
            [.. seen.Keys.Values.Select(TokenKeyBody.Of)],
            TokenKeyBody.Of(seen.IdentityKey!.Value),
            detail.People,
            detail.LastTokenAt,
            seen.UpdatedAt
        );
    }
}

/// <param name="HasPassword">They have logged in, or could.</param>
internal sealed record ApplicationOwnerBody(string Id, string? Name, string? Login, bool HasPassword)
{
    public static ApplicationOwnerBody Of(ApplicationOwner owner) =>
        new(owner.Id, owner.DisplayName, owner.Email is { Length: > 0 } email ? email : null, !owner.IsOrphan);

    public override string ToString() => Id;
}

/// <summary>A public JSON Web Key: RSA of 2048 to 4096 bits, EC on P-256, P-384 or P-521, or OKP Ed25519. Members of a private key are refused.</summary>
/// <param name="Kid">How tokens name it.</param>
/// <param name="Kty"><c>RSA</c>, <c>EC</c> or <c>OKP</c>.</param>
/// <param name="Alg">The one algorithm that its signatures are checked with; absent: the usual one of its type.</param>
/// <param name="Use"><c>sig</c>, where it is said.</param>
internal sealed record TokenKeyBody(
    string Kid,
    string Kty,
    string? Alg = null,
    string? Use = null,
    string? Crv = null,
    string? X = null,
    string? Y = null,
    string? N = null,
    string? E = null
)
{
    public static TokenKeyBody Of(JsonElement jwk) => jwk.Deserialize(NativeJson.Wire.TokenKeyBody)!;

    public byte[] ToJwk() => JsonSerializer.SerializeToUtf8Bytes(this, NativeJson.Wire.TokenKeyBody);
}

/// <param name="Url">Compared to the letter.</param>
internal sealed record NewIssuerBody(string Url);

/// <param name="Origin">As browsers send it: scheme, host and perhaps a port, in lower case.</param>
internal sealed record NewOriginBody(string Origin);

/// <param name="UserId">Somebody with an account of this server.</param>
internal sealed record NewOwnerBody(string UserId);
