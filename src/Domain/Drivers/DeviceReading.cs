using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Drivers;

/// <summary>What a device told of itself when asked.</summary>
public abstract record DeviceReading
{
    private DeviceReading() { }

    public sealed record Bolt(BoltState State, DoorState Door) : DeviceReading;

    /// <param name="Percent">0 to 100, or null where the device only says whether it is low.</param>
    public sealed record Battery(int? Percent, bool IsLow) : DeviceReading;

    /// <param name="At">What the device's clock showed when it answered.</param>
    public sealed record Clock(DateTimeOffset At) : DeviceReading;

    public sealed record Slot(int Number, SlotContent Content) : DeviceReading;
}

/// <summary>What a slot holds, as far as the device shows it.</summary>
public abstract record SlotContent
{
    private SlotContent() { }

    public sealed record Empty : SlotContent;

    /// <summary>In use; the device does not show by what.</summary>
    public sealed record Hidden : SlotContent;

    public sealed record Passcode(PinDigits Digits) : SlotContent;

    public sealed record Card(ReadOnlyMemory<byte> Bytes) : SlotContent;
}

public enum DeviceKind
{
    Lock = 1,
    Gateway = 2,
    Reader = 3,
    DoorSensor = 4,
    Locker = 5,
}

/// <summary>A device found behind a link.</summary>
/// <param name="Address">The family's own name for it, unique and stable within the link.</param>
/// <param name="Via">The address of the gateway or lock it belongs to, where there is one.</param>
/// <param name="Passcodes">Null for a device without a keypad memory.</param>
/// <param name="Warning">What the operator should know, such as a lock included without security.</param>
/// <param name="OfflineEpoch">The epoch that a lock with offline codes is in; null where it holds no secret for them.</param>
/// <param name="Signal">How well it is heard by what it belongs to, in dBm (negative); null where nobody measures that.</param>
/// <param name="Cards">Null for a device that keeps no cards.</param>
/// <param name="FingerprintSlots">How many fingerprints it keeps, in slots numbered from 1; 0 where it does not say.</param>
public sealed record DiscoveredDevice(
    string Address,
    DeviceKind Kind,
    string Name,
    string Model,
    string? Firmware,
    Capabilities Capabilities,
    PasscodeMemory? Passcodes,
    bool IsOnline,
    BoltState Bolt = BoltState.Unknown,
    DoorState Door = DoorState.Unknown,
    int? BatteryPercent = null,
    int BoxCount = 0,
    string? Via = null,
    string? Warning = null,
    int? OfflineEpoch = null,
    int? Signal = null,
    CardMemory? Cards = null,
    int FingerprintSlots = 0
)
{
    /// <summary>The boxes of a cabinet that tells of each; empty where only their count is known.</summary>
    public IReadOnlyList<DiscoveredBox> Boxes { get; init; } = [];
}

/// <param name="Position">The cabinet's own number of it, from 1.</param>
/// <param name="SubCabinet">Which of its columns or parts it is in, from 0.</param>
public sealed record DiscoveredBox(
    int Position,
    int SubCabinet,
    BoxSize Size,
    DoorState Door = DoorState.Unknown,
    BoxContent Inside = BoxContent.Unknown
);

/// <summary>What a lock's keypad memory takes.</summary>
/// <param name="Slots">How many codes; slots are numbered from 1.</param>
/// <param name="MinLength">Digits, at least.</param>
/// <param name="MaxLength">Digits, at most.</param>
/// <param name="BestProof">What this very lock can prove before use.</param>
public sealed record PasscodeMemory(int Slots, int MinLength, int MaxLength, EvidenceRung BestProof);

/// <summary>What a lock's memory of cards takes.</summary>
/// <param name="Slots">How many cards; slots are numbered from 1.</param>
/// <param name="MinBytes">Of a card's number, at least.</param>
/// <param name="MaxBytes">Of a card's number, at most.</param>
/// <param name="BestProof">What this very lock can prove before use.</param>
public sealed record CardMemory(int Slots, int MinBytes, int MaxBytes, EvidenceRung BestProof);
