using System.Text.Json;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>Lists that come as the text of a JSON array (19).</summary>
internal static class JsonLists
{
    /// <summary>100 numbers of 19 digits, with room for blanks.</summary>
    private const int NumbersLength = 4096;

    private const int Depth = 16;

    /// <summary>Whole numbers; null where none were given, or something else, which is then refused.</summary>
    public static IReadOnlyList<long>? Numbers(this SifelyParameters given, string name) =>
        given.JsonList<long>(name, NumbersLength, item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) ? [number] : []);

    /// <param name="length">Of the text, at most.</param>
    /// <param name="read">One item; empty for what is none.</param>
    public static IReadOnlyList<T>? JsonList<T>(this SifelyParameters given, string name, int length, Func<JsonElement, T[]> read)
    {
        if (given.Text(name, length) is not { } text)
        {
            return null;
        }

        using var list = Parse(text);
        if (list is null)
        {
            given.Refuse(SifelyError.NotJson);
            return null;
        }

        var items = list.RootElement.EnumerateArray().Select(read).ToList();
        if (items.TrueForAll(item => item.Length == 1))
        {
            return [.. items.SelectMany(item => item)];
        }

        given.Refuse(SifelyError.Invalid($"'{name}' has items of another form."));
        return null;
    }

    /// <summary>Null for anything but an array.</summary>
    private static JsonDocument? Parse(string text)
    {
        try
        {
            var parsed = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Depth });
            if (parsed.RootElement.ValueKind == JsonValueKind.Array)
            {
                return parsed;
            }

            parsed.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
