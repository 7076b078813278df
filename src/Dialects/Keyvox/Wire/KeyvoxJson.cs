using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Dialects.Keyvox.Wire;

[JsonSerializable(typeof(string))]
internal sealed partial class KeyvoxJson : JsonSerializerContext
{
    /// <summary>What is not there is left out; text goes as it is, nothing of it is ever HTML (3.1).</summary>
    public static KeyvoxJson Wire { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
