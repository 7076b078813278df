using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>The strong entity tag of an answer (RFC 9110 section 8.8.3): the same body has the same tag, on every node.</summary>
internal static class EntityTag
{
    private const int Bytes = 16;
    private const int LongestHeader = 4000;

    /// <summary>Any that there is.</summary>
    public const string Any = "*";

    private static readonly SearchValues<char> InTags = SearchValues.Create([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c != '"'),
    ]);

    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..Bytes])}\"";
    }

    /// <summary>The tags of <c>If-Match</c> or <c>If-None-Match</c>, or <see cref="Any"/> alone; null where they are written otherwise.</summary>
    public static IReadOnlyList<string>? Read(StringValues header)
    {
        var whole = string.Join(',', header.ToArray());
        if (whole.Length > LongestHeader)
        {
            return null;
        }

        string[] tags = [.. whole.Split(',').Select(tag => tag.Trim(' ', '\t')).Where(tag => tag.Length > 0)];
        return tags is [Any] || (tags.Length > 0 && Array.TrueForAll(tags, IsTag)) ? tags : null;
    }

    /// <summary>Strong comparison: a weak one is never the same.</summary>
    public static bool IsIn(IReadOnlyList<string> tags, string tag) => tags is [Any] || tags.Contains(tag, StringComparer.Ordinal);

    /// <summary>Weak comparison, for who only wants to know whether there is something new.</summary>
    public static bool IsWeaklyIn(IReadOnlyList<string> tags, string tag) =>
        tags is [Any] || tags.Any(one => (one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one) == tag);

    private static bool IsTag(string text)
    {
        var tag = text.StartsWith("W/", StringComparison.Ordinal) ? text.AsSpan(2) : text.AsSpan();
        return tag.Length >= 2 && tag[0] == '"' && tag[^1] == '"' && !tag[1..^1].ContainsAnyExcept(InTags);
    }
}
