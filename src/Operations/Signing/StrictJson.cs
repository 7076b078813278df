using System.Text.Json;
using System.Text.Unicode;

namespace Latchwork.Operations.Signing;

/// <summary>
/// JSON of tokens and keys, read without an exception for any input (JW-2). An escape for half of a character (RFC 8259, 8.2) makes a text none, and the name
/// of a member makes the whole none.
/// </summary>
public static class StrictJson
{
    private const int Depth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    /// <summary>Null where it is no object in UTF-8, has a member twice on any level, or is nested deeper than 16.</summary>
    public static JsonElement? ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var root = JsonElement.Parse(utf8, Options);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, a member twice, or a name of half a character.
            return null;
        }
    }

    /// <summary>Null for what is no text, or no text of whole characters.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a character: the reader tells so only when the text is asked for.
            return null;
        }
    }

    /// <summary>A member's text; null also where there is no such member.</summary>
    public static string? Text(this JsonElement from, string name) => from.TryGetProperty(name, out var member) ? member.Text() : null;

    public static bool Has(this JsonElement from, string name) => from.TryGetProperty(name, out _);
}
