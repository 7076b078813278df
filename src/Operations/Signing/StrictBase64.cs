using System.Buffers;
using System.Buffers.Text;

namespace Latchwork.Operations.Signing;

/// <summary>
/// Base64 as clients write it: the standard alphabet or that for URLs, but not both at once, padded or not (doordeck.md 3). No white space, and no bits beyond
/// the last byte, so that one content has one text in each form (JW-2).
/// </summary>
public static class StrictBase64
{
    private static readonly SearchValues<byte> Standard = SearchValues.Create("+/"u8);
    private static readonly SearchValues<byte> ForUrls = SearchValues.Create("-_"u8);
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<char> NotForUrls = SearchValues.Create("+/=");

    /// <summary>The one form of RFC 7515: the alphabet for URLs, without padding. Null for what is none.</summary>
    public static byte[]? DecodeUrl(ReadOnlySpan<char> text) => text.ContainsAny(NotForUrls) ? null : Decode(text);

    /// <summary>Any form. Null for what is none.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Math.Max(1, text.Length));
        try
        {
            return System.Text.Ascii.FromUtf16(text, utf8, out var length) == OperationStatus.Done ? Decode(utf8.AsSpan(0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <inheritdoc cref="Decode(ReadOnlySpan{char})"/>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var isStandard = text.ContainsAny(Standard);
        if ((isStandard && text.ContainsAny(ForUrls)) || text.ContainsAny(Space))
        {
            return null;
        }

        var unpadded = text.TrimEnd((byte)'=');
        var padding = text.Length - unpadded.Length;
        if (unpadded.Length % 4 == 1 || (padding > 0 && text.Length % 4 != 0) || padding > 2 || !EndsClean(unpadded))
        {
            return null;
        }

        var bytes = new byte[unpadded.Length * 3 / 4];
        var status = isStandard
            ? DecodeStandard(unpadded, bytes)
            : Base64Url.DecodeFromUtf8(unpadded, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;
        return status ? bytes : null;
    }

    private static bool DecodeStandard(ReadOnlySpan<byte> unpadded, Span<byte> into)
    {
        Span<byte> last = stackalloc byte[4];
        var whole = unpadded.Length & ~3;
        var done = Base64.DecodeFromUtf8(unpadded[..whole], into, out _, out var written);
        if (done != OperationStatus.Done)
        {
            return false;
        }

        if (whole == unpadded.Length)
        {
            return written == into.Length;
        }

        last.Fill((byte)'=');
        unpadded[whole..].CopyTo(last);
        return Base64.DecodeFromUtf8(last, into[written..], out _, out var more) == OperationStatus.Done && written + more == into.Length;
    }

    /// <summary>The last character of an incomplete group has bits that belong to no byte: they are zero.</summary>
    private static bool EndsClean(ReadOnlySpan<byte> unpadded) =>
        (unpadded.Length % 4) switch
        {
            2 => (ValueOf(unpadded[^1]) & 0x0F) == 0,
            3 => (ValueOf(unpadded[^1]) & 0x03) == 0,
            _ => true,
        };

    private static int ValueOf(byte character) =>
        character switch
        {
            >= (byte)'A' and <= (byte)'Z' => character - 'A',
            >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
            (byte)'+' or (byte)'-' => 62,
            _ => 63,
        };
}
