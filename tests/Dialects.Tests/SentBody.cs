using System.Net.Http.Headers;
using System.Text;

namespace Latchwork.Dialects.Tests;

/// <summary>What a request brings: JSON, or a picture that is written as a data URL. White space behind that is some more bytes.</summary>
internal static class SentBody
{
    private const string DataUrl = "data:";

    public static HttpContent? Of(string? text)
    {
        if (text?.StartsWith(DataUrl, StringComparison.Ordinal) != true)
        {
            return text is null ? null : new StringContent(text, Encoding.UTF8, "application/json");
        }

        var parts = text[DataUrl.Length..].Split(";base64,");
        byte[] bytes = [.. Convert.FromBase64String(parts[1]), .. parts[1][parts[1].TrimEnd().Length..].Select(c => (byte)c)];
        return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(parts[0]) } };
    }
}
