using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Keyvox.Cards;
using Latchwork.Dialects.Keyvox.Lockers;
using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Dialects.Keyvox.Records;

namespace Latchwork.Dialects.Keyvox.Wire;

[JsonSerializable(typeof(IReadOnlyList<LockerItem>))]
[JsonSerializable(typeof(IReadOnlyList<BoxStatusItem>))]
[JsonSerializable(typeof(IReadOnlyList<AvailableBoxItem>))]
[JsonSerializable(typeof(BoxPinBody))]
[JsonSerializable(typeof(BoxHistoryBody))]
[JsonSerializable(typeof(UnitItem[]))]
[JsonSerializable(typeof(CardIdBody))]
[JsonSerializable(typeof(CardStatusBody))]
[JsonSerializable(typeof(CardListBody))]
[JsonSerializable(typeof(IssuedPinBody))]
[JsonSerializable(typeof(PinStatusBody))]
[JsonSerializable(typeof(PinListBody))]
[JsonSerializable(typeof(LockListBody))]
[JsonSerializable(typeof(LockStatusBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(EventListBody))]
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
