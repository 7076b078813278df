using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>What the reservation functions answer.</summary>
[JsonSerializable(typeof(ListData<PlaceData>))]
[JsonSerializable(typeof(PlaceData))]
[JsonSerializable(typeof(ListData<UnitData>))]
[JsonSerializable(typeof(ListData<PlanData>))]
[JsonSerializable(typeof(PlanData))]
[JsonSerializable(typeof(FreeUnitsData))]
[JsonSerializable(typeof(OrderData))]
[JsonSerializable(typeof(ListData<OrderData>))]
[JsonSerializable(typeof(UnitOrderData[]))]
internal sealed partial class OrderJson : JsonSerializerContext
{
    public static OrderJson Wire { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
