using System.Text;
using System.Text.Json;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>The top-level members of a JSON body as parameters: numbers and words in their own text, arrays and objects as JSON text.</summary>
internal static class JsonMembers
{
    /// <summary>AZ-10.</summary>
    private const int Depth = 16;

    /// <summary>Null when it is no JSON object. Nothing but blanks, <c>null</c>, and an empty list count as none.</summary>
    public static ParameterSet? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return IsEmpty(body.Span) ? new ParameterSet() : ReadObject(body.Span);
        }
        // The reader tells broken UTF-8 and half a surrogate pair by the second.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary><c>[:]</c> is how a client in the field writes an empty map; others write an empty list.</summary>
    private static bool IsEmpty(ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8) is var text
        && (text.IsEmpty || text.SequenceEqual("[:]"u8) || text.SequenceEqual("[]"u8) || text.SequenceEqual("null"u8));

    private static ParameterSet? ReadObject(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Depth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var set = new ParameterSet();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            set.Add(name, Text(ref json, body));
        }

        return json.Read() ? null : set;
    }

    private static string? Text(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)json.TokenStartIndex;
                json.Skip();
                return Encoding.UTF8.GetString(body[start..(int)json.BytesConsumed]);
            default:
                return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }
}
