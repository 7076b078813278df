using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>The one form of credential here: <c>Authorization: Bearer lw_</c> and 32 base62 characters (RFC 6750 section 2.1).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";
    private const string KeyPrefix = "lw_";
    private const int KeyLength = 3 + 32;

    private static readonly SearchValues<char> Base62 = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The key; null where the header is absent, twice there, or of another form.</summary>
    public static string? Key(StringValues header) =>
        header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsKey(text.AsSpan(Scheme.Length))
            ? text[Scheme.Length..]
            : null;

    private static bool IsKey(ReadOnlySpan<char> text) =>
        text.Length == KeyLength && text.StartsWith(KeyPrefix, StringComparison.Ordinal) && !text[KeyPrefix.Length..].ContainsAnyExcept(Base62);
}
