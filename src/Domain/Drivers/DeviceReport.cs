using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Drivers;

/// <summary>Something a link or a device told unasked.</summary>
/// <param name="DeviceAddress">Which device; null when it is about the link.</param>
public abstract record DeviceReport(string? DeviceAddress)
{
    /// <summary>The device's own time of it; null where it has no clock.</summary>
    public DateTimeOffset? DeviceAt { get; init; }

    /// <summary>The device or its gateway kept it while nobody heard it: it is no news. Else it is told as it happens.</summary>
    public bool WasKept { get; init; }

    /// <summary>The device's own number of it, for telling a repetition; null where it does not count.</summary>
    public long? DeviceSequence { get; init; }

    /// <param name="NetworkIdentity">What the network calls itself, such as a Z-Wave home id.</param>
    public sealed record LinkCameOnline(string NetworkIdentity) : DeviceReport((string?)null);

    /// <param name="Reason">In plain words, without secrets.</param>
    public sealed record LinkWentOffline(string Reason) : DeviceReport((string?)null);

    /// <summary>Devices were added, removed or changed what they can do: discover again.</summary>
    public sealed record DevicesChanged() : DeviceReport((string?)null);

    public sealed record DeviceCameOnline(string Address) : DeviceReport(Address);

    public sealed record DeviceWentOffline(string Address) : DeviceReport(Address);

    /// <summary>The bolt is reported somewhere. Raised for every motion, also for one that nobody of ours caused.</summary>
    /// <param name="Cause">What moved it, as far as the device tells.</param>
    /// <param name="Kind">What was shown at the door, for <see cref="MotionCause.Credential"/>.</param>
    /// <param name="Slot">Which slot's credential, where the device tells.</param>
    public sealed record BoltMoved(string Address, BoltState State, MotionCause Cause, CredentialKind? Kind = null, int? Slot = null)
        : DeviceReport(Address)
    {
        /// <summary>Which offline code it was, where it was one.</summary>
        public OfflineMark? Offline { get; init; }
    }

    /// <summary>An erase code was entered: the lock has forgotten the offline codes of the epochs before it.</summary>
    public sealed record OfflineCodesErased(string Address, OfflineMark By) : DeviceReport(Address);

    /// <summary>Where the bolt is, told because it was asked: nothing moved.</summary>
    /// <param name="Door"><see cref="DoorState.Unknown"/> where nothing senses it.</param>
    public sealed record BoltRead(string Address, BoltState State, DoorState Door) : DeviceReport(Address);

    public sealed record DoorMoved(string Address, DoorState State) : DeviceReport(Address);

    public sealed record Jammed(string Address) : DeviceReport(Address);

    public sealed record Tampered(string Address) : DeviceReport(Address);

    /// <param name="Percent">Null where only the warning came.</param>
    public sealed record BatteryReported(string Address, int? Percent, bool IsLow) : DeviceReport(Address);

    /// <summary>Something was shown at the door and refused by the lock. The digits are never part of it (KR-7).</summary>
    public sealed record CredentialRefused(string Address, CredentialKind Kind) : DeviceReport(Address);

    /// <summary>The keypad went out of service after too many wrong codes.</summary>
    public sealed record KeypadDisabled(string Address) : DeviceReport(Address);

    /// <param name="Slot">Null where the device does not tell, or all slots are meant.</param>
    public sealed record SlotChanged(string Address, CredentialKind Kind, SlotChange Change, int? Slot) : DeviceReport(Address);

    /// <summary>A reader that asks the server was shown something. The value is a secret.</summary>
    public sealed record CredentialPresented(string Address, CredentialKind Kind, string Value) : DeviceReport(Address)
    {
        public override string ToString() => $"{Kind} presented at {Address}";
    }

    /// <param name="Box">The cabinet's own number of it, from 1.</param>
    public sealed record BoxMoved(string Address, int Box, DoorState State) : DeviceReport(Address);

    /// <summary>Something was put into a box or taken out, as the cabinet senses it.</summary>
    public sealed record BoxContentChanged(string Address, int Box, BoxContent Inside) : DeviceReport(Address);

    /// <summary>A box was told to open and stayed shut.</summary>
    public sealed record BoxJammed(string Address, int Box) : DeviceReport(Address);

    /// <param name="By">Positive when the device's clock is ahead.</param>
    public sealed record ClockDrifted(string Address, TimeSpan By) : DeviceReport(Address);
}

/// <summary>What moved a bolt. The numbers are stored: never renumber.</summary>
public enum MotionCause
{
    Unknown = 0,

    /// <summary>A command over the link: ours or another controller's.</summary>
    Remote = 1,

    /// <summary>Passcode, card or fingerprint at the door.</summary>
    Credential = 2,

    /// <summary>Thumb turn, handle or key.</summary>
    Manual = 3,

    /// <summary>The lock by itself.</summary>
    Automatic = 4,
}

public enum SlotChange
{
    Set,
    Cleared,
    AllCleared,

    /// <summary>The lock refused a code because another slot holds the same.</summary>
    DuplicateRefused,
}
