using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Drivers;

/// <summary>One thing asked of one device.</summary>
public abstract record DeviceAct
{
    private DeviceAct() { }

    /// <summary>Whether it moves something. A motion is sent at most once (DV-7); everything else may be repeated.</summary>
    public bool IsMotion => this is Unlock or Lock or OpenBox;

    /// <param name="For">How long it stays open, where the device relocks by itself; null leaves that to its own setting.</param>
    public sealed record Unlock(TimeSpan? For = null) : DeviceAct;

    public sealed record Lock : DeviceAct;

    /// <summary>Asks the device itself, not a memory of it. Answers with <see cref="DeviceReading.Bolt"/>.</summary>
    public sealed record ReadState : DeviceAct;

    /// <summary>Answers with <see cref="DeviceReading.Battery"/>.</summary>
    public sealed record ReadBattery : DeviceAct;

    /// <summary>Whether the device hears us at all.</summary>
    public sealed record Ping : DeviceAct;

    /// <summary>
    /// Puts a passcode into a slot, over what is there. Where the family reads back by itself, the answer's evidence says so.
    /// </summary>
    /// <param name="Slot">From 1.</param>
    /// <param name="Digits">The code.</param>
    /// <param name="From">Start of the window for devices that keep windows themselves; null for at once.</param>
    /// <param name="Until">End of it, excluded; null for no end.</param>
    public sealed record SetPasscode(int Slot, PinDigits Digits, DateTimeOffset? From = null, DateTimeOffset? Until = null) : DeviceAct;

    /// <summary>Empties a slot. An empty one is left as it is: that is success too.</summary>
    public sealed record ClearSlot(CredentialKind Kind, int Slot) : DeviceAct;

    /// <summary>Asks the device what the slot holds. Answers with <see cref="DeviceReading.Slot"/>.</summary>
    public sealed record ReadSlot(CredentialKind Kind, int Slot) : DeviceAct;

    /// <param name="Bytes">The card's number as its reader gives it, the most significant byte first: <see cref="CardNumber.ToBytes"/>.</param>
    public sealed record SetCard(int Slot, ReadOnlyMemory<byte> Bytes, DateTimeOffset? From = null, DateTimeOffset? Until = null) : DeviceAct;

    /// <param name="Boxes">Numbers of boxes of a cabinet, from 1; opened one after another.</param>
    public sealed record OpenBox(IReadOnlyList<int> Boxes) : DeviceAct;

    /// <param name="Boxes">Empty for all boxes of the cabinet.</param>
    /// <param name="Colour"><c>#RRGGBB</c> or null for off.</param>
    /// <param name="For">How long; null until changed.</param>
    public sealed record SetLed(IReadOnlyList<int> Boxes, string? Colour, bool Blinks = false, TimeSpan? For = null) : DeviceAct;

    /// <summary>Gives a lock what it needs to work out offline codes, in place of what it was given before. It may come twice.</summary>
    public sealed record KeepOfflineCodes(OfflineOrders Orders) : DeviceAct;

    /// <summary>Sets the device's clock to the present.</summary>
    public sealed record SetClock : DeviceAct;

    /// <summary>Answers with <see cref="DeviceReading.Clock"/>.</summary>
    public sealed record ReadClock : DeviceAct;

    /// <param name="Value">As <see cref="LockSetting"/> says.</param>
    public sealed record Configure(LockSetting Setting, int Value) : DeviceAct;
}

/// <summary>How a command ended. The numbers are stored: never renumber.</summary>
public enum CommandEnd
{
    /// <summary>The device reported the new state, or answered the question.</summary>
    Done = 1,

    /// <summary>It refused, or nothing can have left: nothing was done.</summary>
    Failed = 2,

    /// <summary>It may have acted.</summary>
    Unknown = 3,
}

/// <summary>What became of an act.</summary>
/// <param name="End">As far as can be proven, never further.</param>
/// <param name="Error">Why it did not end as <see cref="CommandEnd.Done"/>; null when it did.</param>
/// <param name="Reading">What the device told on the way.</param>
/// <param name="Evidence">For an act on a slot: the rung it proves.</param>
public sealed record DeviceAnswer(CommandEnd End, AccessError? Error, DeviceReading? Reading, EvidenceRung Evidence)
{
    public static DeviceAnswer Done(DeviceReading? reading = null, EvidenceRung evidence = EvidenceRung.None) =>
        new(CommandEnd.Done, null, reading, evidence);

    public static DeviceAnswer Failed(AccessErrorCode code, string detail, EvidenceRung evidence = EvidenceRung.None) =>
        new(CommandEnd.Failed, new AccessError(code, detail), null, evidence);

    public static DeviceAnswer Unknown(string detail, EvidenceRung evidence = EvidenceRung.Sent) =>
        new(CommandEnd.Unknown, new AccessError(AccessErrorCode.OutcomeUnknown, detail), null, evidence);
}
