using System.Text.Json;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>Members of foreign JSON as they are wanted, or null: absent, of another kind and out of range are all the same to us.</summary>
internal static class JsonReading
{
    public static JsonElement? Member(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static int? Int(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    public static uint? UInt(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt32(out var value) ? value : null;

    public static double? Double(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static string? Text(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool? Bool(this JsonElement from, string name) =>
        from.Member(name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };

    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Object } inner ? inner.EnumerateObject() : [];
}
