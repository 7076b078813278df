using System.Buffers;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Applications;

/// <summary>What texts of an application may be.</summary>
internal static class ApplicationRules
{
    public const int LongestText = 200;
    public const int LongestUrl = 1000;

    public static AccessError? Needed(string what, string? text, bool isNew) =>
        (text is null && isNew) || (text is not null && string.IsNullOrWhiteSpace(text))
            ? AccessError.Invalid($"An application needs a {what}.", Noun.Application)
            : Short(what, text);

    public static AccessError? Short(string what, string? text) =>
        text is null || (text.Length <= LongestText && !text.Any(char.IsControl))
            ? null
            : AccessError.Invalid($"The {what} has at most {LongestText} characters and one line.", Noun.Application);

    public static AccessError? Link(string what, string? text) =>
        string.IsNullOrEmpty(text) || IsWebAddress(text)
            ? null
            : AccessError.Invalid($"The {what} must be an http or https address of at most {LongestUrl} characters.", Noun.Application);

    public static AccessError? Contact(string what, string? text) =>
        string.IsNullOrEmpty(text) || IsWebAddress(text) || (ContactText.Email(text).Error is null && !text.Any(char.IsControl))
            ? null
            : AccessError.Invalid($"The {what} must be an http or https address, or an e-mail address.", Noun.Application);

    public static AccessError? Mailbox(string what, string? text) =>
        string.IsNullOrEmpty(text) || (ContactText.Email(text).Error is null && !text.Any(char.IsControl))
            ? null
            : AccessError.Invalid($"The {what} must be an e-mail address.", Noun.Application);

    public static AccessError? Colour(string? text) =>
        string.IsNullOrEmpty(text) || (text.Length == 7 && text[0] == '#' && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0)
            ? null
            : AccessError.Invalid("A colour is written #RRGGBB.", Noun.Application);

    /// <summary>Absolute, http or https, without white space.</summary>
    public static bool IsWebAddress(string text) =>
        text.Length <= LongestUrl && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && Parse(text) is { Host.Length: > 0, UserInfo: "" };

    /// <summary>As browsers send it in <c>Origin</c> (RFC 6454 section 6.2): scheme, host and a port other than the usual one, all in lower case.</summary>
    public static bool IsOrigin(string text) =>
        text.Length <= LongestUrl
        && Parse(text) is { } url
        && text == (url.IsDefaultPort ? $"{url.Scheme}://{HostOf(url)}" : $"{url.Scheme}://{HostOf(url)}:{url.Port}");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static string HostOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost.ToLowerInvariant();

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url : null;
}
