using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Doordeck.Auth;

/// <summary>The one form of credential here: <c>Authorization: Bearer TOKEN</c>, the scheme in any case (2).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <summary>Null where the header is absent, twice there, or of another form.</summary>
    public static string? Token(StringValues header) =>
        header is [{ } text]
        && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && text[Scheme.Length..].Trim(' ') is { Length: > 0 } token
        && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : null;
}

/// <summary>Metadata of the one route whose bearer is a refresh token (5.3).</summary>
internal sealed class TakesRefreshToken
{
    public static bool Is(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<TakesRefreshToken>() is not null;
}
