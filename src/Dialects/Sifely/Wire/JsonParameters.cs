using System.Globalization;
using System.Text.Json;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Parameters that hold JSON as their text, and what is read in it.</summary>
internal static class JsonParameters
{
    private const int TextLength = 2_000;

    /// <summary>The value of such a parameter; null where it is absent, of no kind where it holds none.</summary>
    public static JsonElement? Json(this SifelyParameters given, string name)
    {
        if (given.Text(name, TextLength) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
        }
        // The reader tells broken UTF-8 and half a surrogate pair by the second.
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return default(JsonElement);
        }
    }

    /// <summary>A whole number, or its digits in a string.</summary>
    public static int? Whole(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : value.ValueKind == JsonValueKind.String
        && int.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? number
        : null;

    /// <summary>The same of a member; null for what is no object.</summary>
    public static int? WholeOf(this JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) ? found.Whole() : null;
}
