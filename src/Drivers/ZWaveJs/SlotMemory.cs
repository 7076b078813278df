using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>One slot of one lock.</summary>
internal readonly record struct SlotPlace(LockMirror Of, CredentialType Type, int Slot)
{
    /// <summary>The arguments that name it; the rest is added to them.</summary>
    public JsonObject Arguments() => new() { ["credentialType"] = (int)Type, ["credentialSlot"] = Slot };
}

/// <summary>The two ways in which locks keep codes. Nothing here repeats a write by itself, but for finding its owner.</summary>
internal interface ISlotMemory
{
    Task<WriteEnd> WriteAsync(Exchange exchange, SlotPlace place, SlotContent content);

    Task<WriteEnd> ClearAsync(Exchange exchange, SlotPlace place);

    /// <summary>Asks the lock over the radio, never the server's memory: that still shows codes which the lock has dropped.</summary>
    Task<SlotRead> ReadAsync(Exchange exchange, SlotPlace place);
}

/// <summary><c>result</c> of a write (devices.md 1d).</summary>
internal enum WriteResult
{
    Ok = 0,
    SlotOccupied = 1,
    SlotEmpty = 2,
    Duplicate = 3,
    MakersRules = 4,
    AdminCode = 5,
    WrongUser = 6,

    /// <summary>Written and not read back the same, or not answered.</summary>
    Unknown = 255,
}

internal readonly record struct WriteEnd(WriteResult Result, ZWaveJsTrouble? Trouble)
{
    public static WriteEnd Of(JsonElement? result, ZWaveJsTrouble? trouble) =>
        new(
            result is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var code) ? (WriteResult)code : WriteResult.Unknown,
            trouble
        );

    public static implicit operator WriteEnd(ZWaveJsTrouble trouble) => new(WriteResult.Unknown, trouble);

    public static implicit operator WriteEnd(WriteResult result) => new(result, null);
}

/// <param name="Owner">The user who owns it; 0 for nobody.</param>
internal readonly record struct SlotRead(SlotContent? Content, int Owner, ZWaveJsTrouble? Trouble)
{
    public static SlotRead Empty { get; } = new(new SlotContent.Empty(), 0, null);

    public static implicit operator SlotRead(ZWaveJsTrouble trouble) => new(null, 0, trouble);
}

/// <summary>Codes as they go over the wire: PINs as text, cards as a buffer.</summary>
internal static class CredentialData
{
    public static JsonNode Write(SlotContent content) =>
        content switch
        {
            SlotContent.Passcode passcode => passcode.Digits.Reveal(),
            SlotContent.Card card => new JsonObject
            {
                ["type"] = "Buffer",
                ["data"] = new JsonArray([.. card.Bytes.ToArray().Select(one => (JsonNode)(int)one)]),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(content), "Only a passcode or a card is written."),
        };

    /// <summary>What is in use and no code of ours (asterisks, letters, nothing shown) is hidden.</summary>
    public static SlotContent Read(JsonElement? data) =>
        data switch
        {
            { ValueKind: JsonValueKind.String } text when PinDigits.Parse(text.GetString()) is { Error: null } digits => new SlotContent.Passcode(
                digits.Value
            ),
            { ValueKind: JsonValueKind.Object } buffer => new SlotContent.Card(buffer.Items("data").Select(Byte).ToArray()),
            _ => new SlotContent.Hidden(),
        };

    public static bool AreSame(SlotContent? one, SlotContent other) =>
        (one, other) switch
        {
            (SlotContent.Passcode a, SlotContent.Passcode b) => a.Digits == b.Digits,
            (SlotContent.Card a, SlotContent.Card b) => a.Bytes.Span.SequenceEqual(b.Bytes.Span),
            _ => false,
        };

    private static byte Byte(JsonElement one) => one.ValueKind == JsonValueKind.Number && one.TryGetByte(out var value) ? value : (byte)0;
}
