using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>A make of lock; one object for all locks of that make.</summary>
/// <param name="Cards">How many cards it keeps.</param>
/// <param name="RelocksAfter">Its own setting after a credential at the door; null for never.</param>
internal sealed record LockModel(string Name, Capabilities Capabilities, PasscodeMemory? Passcodes, int Cards = 0, TimeSpan? RelocksAfter = null)
{
    private const Capabilities Bolt =
        Capabilities.Unlock
        | Capabilities.Lock
        | Capabilities.ReadState
        | Capabilities.Battery
        | Capabilities.JamSensor
        | Capabilities.TamperSensor
        | Capabilities.DoorSensor
        | Capabilities.AutoLock
        | Capabilities.SoundSettings
        | Capabilities.PrivacySetting;

    private const Capabilities Keypad = Bolt | Capabilities.Passcodes | Capabilities.Cards | Capabilities.Windows | Capabilities.OfflineCodes;

    /// <summary>A keypad lock behind a gateway: 200 codes, 100 cards, keeps windows and works out offline codes by itself.</summary>
    public static LockModel Gateway { get; } = new("SIM-200", Keypad, Slots(200), Cards: 100);

    /// <summary>The same on the building's own network.</summary>
    public static LockModel WiFi { get; } = new("SIM-200W", Keypad | Capabilities.OwnNetwork, Slots(200), Cards: 100);

    /// <summary>A plain one: ten codes, no windows and no offline codes, so that codes have to come and go in time.</summary>
    public static LockModel Plain { get; } = new("SIM-10", Bolt | Capabilities.Passcodes, Slots(10));

    /// <summary>A hotel room: locks itself again after a guest has opened it.</summary>
    public static LockModel HotelRoom { get; } = Gateway with { Name = "SIM-H", RelocksAfter = TimeSpan.FromSeconds(5) };

    /// <summary>It takes any number that a card can have.</summary>
    public CardMemory? CardMemory => Cards > 0 ? new(Cards, MinBytes: 1, CardNumber.MostBytes, EvidenceRung.ReadBack) : null;

    private static PasscodeMemory Slots(int count) => new(count, MinLength: 4, MaxLength: 10, EvidenceRung.ReadBack);
}
