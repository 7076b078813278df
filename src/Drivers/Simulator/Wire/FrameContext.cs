using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(PinDigitsConverter), typeof(OfflineSecretConverter)]
)]
[JsonSerializable(typeof(SimulatorFrame))]
[JsonSerializable(typeof(DeviceAct.Unlock))]
[JsonSerializable(typeof(DeviceAct.Lock))]
[JsonSerializable(typeof(DeviceAct.ReadState))]
[JsonSerializable(typeof(DeviceAct.ReadBattery))]
[JsonSerializable(typeof(DeviceAct.Ping))]
[JsonSerializable(typeof(DeviceAct.SetPasscode))]
[JsonSerializable(typeof(DeviceAct.ClearSlot))]
[JsonSerializable(typeof(DeviceAct.ReadSlot))]
[JsonSerializable(typeof(DeviceAct.SetCard))]
[JsonSerializable(typeof(DeviceAct.OpenBox))]
[JsonSerializable(typeof(DeviceAct.SetLed))]
[JsonSerializable(typeof(DeviceAct.SetClock))]
[JsonSerializable(typeof(DeviceAct.KeepOfflineCodes))]
[JsonSerializable(typeof(DeviceAct.ReadClock))]
[JsonSerializable(typeof(DeviceAct.Configure))]
[JsonSerializable(typeof(DeviceReading.Bolt), TypeInfoPropertyName = "BoltReading")]
[JsonSerializable(typeof(DeviceReading.Battery), TypeInfoPropertyName = "BatteryReadingFrame")]
[JsonSerializable(typeof(DeviceReading.Clock))]
[JsonSerializable(typeof(DeviceReading.Slot))]
[JsonSerializable(typeof(SlotContent.Empty))]
[JsonSerializable(typeof(SlotContent.Hidden))]
[JsonSerializable(typeof(SlotContent.Passcode))]
[JsonSerializable(typeof(SlotContent.Card))]
[JsonSerializable(typeof(DeviceReport.LinkCameOnline))]
[JsonSerializable(typeof(DeviceReport.LinkWentOffline))]
[JsonSerializable(typeof(DeviceReport.DevicesChanged))]
[JsonSerializable(typeof(DeviceReport.DeviceCameOnline))]
[JsonSerializable(typeof(DeviceReport.DeviceWentOffline))]
[JsonSerializable(typeof(DeviceReport.BoltMoved))]
[JsonSerializable(typeof(DeviceReport.BoltRead))]
[JsonSerializable(typeof(DeviceReport.DoorMoved))]
[JsonSerializable(typeof(DeviceReport.Jammed))]
[JsonSerializable(typeof(DeviceReport.Tampered))]
[JsonSerializable(typeof(DeviceReport.BatteryReported))]
[JsonSerializable(typeof(DeviceReport.CredentialRefused))]
[JsonSerializable(typeof(DeviceReport.KeypadDisabled))]
[JsonSerializable(typeof(DeviceReport.SlotChanged))]
[JsonSerializable(typeof(DeviceReport.OfflineCodesErased))]
[JsonSerializable(typeof(DeviceReport.CredentialPresented))]
[JsonSerializable(typeof(DeviceReport.BoxMoved))]
[JsonSerializable(typeof(DeviceReport.BoxContentChanged))]
[JsonSerializable(typeof(DeviceReport.BoxJammed))]
[JsonSerializable(typeof(DeviceReport.ClockDrifted))]
[JsonSerializable(typeof(WorldControl.Look))]
[JsonSerializable(typeof(WorldControl.SetFaults))]
[JsonSerializable(typeof(WorldControl.SetLink))]
[JsonSerializable(typeof(WorldControl.Present))]
[JsonSerializable(typeof(WorldControl.MoveDoor))]
[JsonSerializable(typeof(WorldControl.FillBox))]
[JsonSerializable(typeof(WorldControl.TurnBolt))]
[JsonSerializable(typeof(WorldControl.RemoveCover))]
[JsonSerializable(typeof(WorldControl.EraseSlot))]
[JsonSerializable(typeof(WorldControl.SetBattery))]
internal sealed partial class FrameContext : JsonSerializerContext;

/// <summary>Digits in clear: this line leads to the lock.</summary>
internal sealed class PinDigitsConverter : JsonConverter<PinDigits>
{
    public override PinDigits Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PinDigits.Parse(reader.GetString()) is { Error: null, Value: var digits } ? digits : throw new JsonException("Not a passcode.");

    public override void Write(Utf8JsonWriter writer, PinDigits value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}

/// <summary>In clear too, base64.</summary>
internal sealed class OfflineSecretConverter : JsonConverter<OfflineSecret>
{
    public override OfflineSecret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetBytesFromBase64(out var bytes) && bytes.Length == OfflineSecret.Size
            ? new OfflineSecret(bytes)
            : throw new JsonException("Not a secret.");

    public override void Write(Utf8JsonWriter writer, OfflineSecret value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.Reveal());
}
