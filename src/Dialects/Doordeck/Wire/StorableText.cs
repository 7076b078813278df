using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>Text without the character NUL, which the database cannot keep and no client means: whatever has one is refused (AZ-10).</summary>
internal sealed class StorableText : JsonConverter<string>
{
    public static bool Is(string text) => !text.Contains('\0', StringComparison.Ordinal);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException()
        : reader.GetString() is { } text && Is(text) ? text
        : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && Is(text) ? text : throw new JsonException();

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
