using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Sifely.Auth;

/// <summary>What the Authorization header holds (1.2, AK-1): a key, raw; or a token of the older log-in, raw or after <c>Bearer</c>.</summary>
/// <param name="Secret">Never logged.</param>
/// <param name="IsKey">Of the form <c>sk-…</c>.</param>
internal readonly record struct Credential(string Secret, bool IsKey)
{
    private const string KeyPrefix = "sk-";
    private const string Bearer = "Bearer ";
    private const int KeyLength = 3 + 32;
    private const int LongestToken = 200;

    private static readonly SearchValues<char> Base62 = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The credential, or null and what is wrong with the header.</summary>
    public static Credential? Read(StringValues header, out CredentialFault fault)
    {
        var text = header.Count == 1 ? header[0] ?? "" : "";
        var isBearer = text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        var secret = isBearer ? text[Bearer.Length..] : text;
        fault = isBearer && secret.AsSpan().TrimStart().StartsWith(KeyPrefix) ? CredentialFault.KeyAfterBearer : CredentialFault.None;
        var isKey = secret.StartsWith(KeyPrefix, StringComparison.Ordinal);
        if (fault == CredentialFault.None && (isKey ? IsKeyForm(secret) : IsTokenForm(secret)))
        {
            return new Credential(secret, isKey);
        }

        fault = fault == CredentialFault.None ? CredentialFault.Absent : fault;
        return null;
    }

    /// <summary>Whether a parameter holds what belongs into the header only.</summary>
    public static bool IsKeyForm(ReadOnlySpan<char> text) =>
        text.Length == KeyLength && text.StartsWith(KeyPrefix) && !text[KeyPrefix.Length..].ContainsAnyExcept(Base62);

    public override string ToString() => IsKey ? "key" : "token";

    private static bool IsTokenForm(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= LongestToken && !text.ContainsAnyExceptInRange('!', '~') && !text.Contains(',');
}

internal enum CredentialFault
{
    None,

    /// <summary>No header, two, or one of no known form.</summary>
    Absent,
    KeyAfterBearer,
}
