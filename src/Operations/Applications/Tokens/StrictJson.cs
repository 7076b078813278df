using System.Text.Json;
using System.Text.Unicode;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>JSON that says one thing to everybody who reads it.</summary>
internal static class StrictJson
{
    private const int Depth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    /// <summary>Null where it is no object in UTF-8, has a member twice on any level, is nested deeper than 16, or has a text that is none.</summary>
    public static JsonElement? ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var root = JsonElement.Parse(utf8, Options);
            return root.ValueKind == JsonValueKind.Object && IsText(root) ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escape for half a character: the reader tells so only when the text is asked for.
            return null;
        }
    }

    /// <summary>A member's text; null where it is absent or no text.</summary>
    public static string? Text(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    public static bool Has(this JsonElement from, string name) => from.TryGetProperty(name, out _);

    /// <summary>Asks for every text once.</summary>
    private static bool IsText(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().All(IsText),
            JsonValueKind.String => element.GetString() is not null,
            _ => true,
        };
}
