using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>Frames to lines and back. The closed families of the domain get a discriminator here, so that the domain knows nothing of wires.</summary>
internal static class SimulatorProtocol
{
    private static readonly JsonTypeInfo<SimulatorFrame> Frame = MakeFrameInfo();

    public static byte[] Write(SimulatorFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Frame);

    /// <exception cref="JsonException">Not a frame.</exception>
    public static SimulatorFrame Read(in ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        return JsonSerializer.Deserialize(ref reader, Frame) ?? throw new JsonException("A line holds a frame.");
    }

    private static JsonTypeInfo<SimulatorFrame> MakeFrameInfo()
    {
        var options = new JsonSerializerOptions(FrameContext.Default.Options)
        {
            TypeInfoResolver = FrameContext.Default.WithAddedModifier(AddDiscriminator),
        };
        return (JsonTypeInfo<SimulatorFrame>)options.GetTypeInfo(typeof(SimulatorFrame));
    }

    private static void AddDiscriminator(JsonTypeInfo info)
    {
        if (!Family(info.Type))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (var member in info.Type.GetNestedTypes().Where(info.Type.IsAssignableFrom))
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(member, member.Name));
        }
    }

    private static bool Family(Type type) =>
        type == typeof(DeviceAct)
        || type == typeof(DeviceReading)
        || type == typeof(SlotContent)
        || type == typeof(DeviceReport)
        || type == typeof(WorldControl);
}
