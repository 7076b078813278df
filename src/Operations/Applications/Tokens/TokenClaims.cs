using System.Globalization;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>An address of a person, as a token tells it.</summary>
internal readonly record struct ClaimedChannel(LoginName Name, bool IsVerified);

/// <summary>What a token says (doordeck.md 5.2). It shows nothing of itself to logs.</summary>
internal sealed class TokenClaims
{
    private const int LongestName = 200;
    private const int LongestLocale = 35;
    private const int LongestSid = 256;

    /// <summary>The application's own id of the person.</summary>
    public required ContactText Subject { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What the application calls the session.</summary>
    public string? Sid { get; init; }

    /// <summary>E-mail and telephone, at least one of them.</summary>
    public required IReadOnlyList<ClaimedChannel> Channels { get; init; }

    public string? DisplayName { get; init; }

    public string? Locale { get; init; }

    /// <summary>Null where one is missing that must be there, or one that is there is of another form.</summary>
    public static TokenClaims? Read(JsonElement claims) =>
        claims.Text("sub") is { } sub
        && ContactText.ForeignKey(sub) is { Error: null } subject
        && AudiencesOf(claims) is { Count: > 0 } audiences
        && Instant(claims, "iat") is { } issued
        && Instant(claims, "exp") is { } expires
        && (!claims.Has("nbf") || Instant(claims, "nbf") is not null)
        && (!claims.Has("sid") || (claims.Text("sid") is { Length: >= 1 and <= LongestSid } sid && !sid.Any(char.IsControl)))
        && ChannelsOf(claims) is { Count: > 0 } channels
            ? new TokenClaims
            {
                Subject = subject.Value,
                Audiences = audiences,
                IssuedAt = issued,
                ExpiresAt = expires,
                NotBefore = Instant(claims, "nbf"),
                Sid = claims.Text("sid"),
                Channels = channels,
                DisplayName = NameOf(claims),
                Locale = claims.Text("locale") is { Length: >= 1 and <= LongestLocale } locale && !locale.Any(char.IsControl) ? locale : null,
            }
            : null;

    private static List<string>? AudiencesOf(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var aud))
        {
            return null;
        }

        var said = aud.ValueKind == JsonValueKind.Array ? [.. aud.EnumerateArray()] : new List<JsonElement> { aud };
        var texts = said.Select(one => one.Text()).OfType<string>().ToList();
        return texts.Count == said.Count ? texts : null;
    }

    /// <summary>Whole seconds since 1970, written as such: no fraction, no exponent, no sign (JW-7).</summary>
    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.Number
        && long.TryParse(member.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static readonly long LastSecond = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();

    private static List<ClaimedChannel>? ChannelsOf(JsonElement claims)
    {
        var channels = new List<ClaimedChannel>();
        return Add("email", LoginKind.Email, ContactText.Email) && Add("telephone", LoginKind.Telephone, ContactText.Telephone) ? channels : null;

        bool Add(string name, LoginKind kind, Func<string, Outcome<ContactText>> parse)
        {
            if (IsAbsent(claims, name))
            {
                return true;
            }

            if (
                claims.Text(name) is not { } text
                || parse(text).IsRefused(out _, out var contact)
                || Flag(claims, $"{name}_verified") is not { } isVerified
            )
            {
                return false;
            }

            channels.Add(new ClaimedChannel(new LoginName(kind, contact), isVerified));
            return true;
        }
    }

    private static bool IsAbsent(JsonElement claims, string name) =>
        !claims.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    /// <summary>False where it is absent; null where it is neither true nor false.</summary>
    private static bool? Flag(JsonElement claims, string name) =>
        IsAbsent(claims, name) ? false
        : claims.GetProperty(name).ValueKind is (JsonValueKind.True or JsonValueKind.False) and var said ? said == JsonValueKind.True
        : null;

    private static string? NameOf(JsonElement claims)
    {
        string?[] parts = claims.Text("name") is { } whole
            ? [whole]
            : [claims.Text("given_name"), claims.Text("middle_name"), claims.Text("family_name")];
        var name = string.Join(' ', parts.Select(part => part?.Trim()).Where(part => !string.IsNullOrEmpty(part)));
        var shown = string.Concat(name.Where(c => !char.IsControl(c)));
        return shown.Length == 0 ? null
            : shown.Length <= LongestName ? shown
            : shown[..(char.IsHighSurrogate(shown[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }
}
