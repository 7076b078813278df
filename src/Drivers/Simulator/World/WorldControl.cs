using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>What the one who runs a simulated world does to it: break, mend, stand at the door, look behind it. Never part of the driver's own line.</summary>
public abstract record WorldControl(string Address)
{
    /// <summary>Only looks. All others answer with the truth after them too.</summary>
    public sealed record Look(string Address) : WorldControl(Address);

    public sealed record SetFaults(string Address, DeviceFaults Faults) : WorldControl(Address);

    /// <summary>Cuts or restores the line between the world and all who listen to it. The address is not used.</summary>
    public sealed record SetLink(bool IsUp) : WorldControl("");

    /// <summary>Somebody shows a credential: digits at a keypad, a card's number in hexadecimal, the content of a QR code.</summary>
    public sealed record Present(string Address, CredentialKind Kind, string Value) : WorldControl(Address)
    {
        /// <summary>The device tells it so long afterwards; null at once.</summary>
        public TimeSpan? KeptFor { get; init; }

        public override string ToString() => $"{Kind} presented at {Address}";
    }

    /// <param name="Box">Of a cabinet; zero elsewhere.</param>
    public sealed record MoveDoor(string Address, DoorState To, int Box = 0) : WorldControl(Address);

    /// <summary>Puts something into a box whose door stands open, or takes everything out.</summary>
    public sealed record FillBox(string Address, int Box, BoxContent To) : WorldControl(Address);

    /// <summary>By hand. <see cref="BoltState.Jammed"/> forces it half way.</summary>
    public sealed record TurnBolt(string Address, BoltState To) : WorldControl(Address);

    public sealed record RemoveCover(string Address) : WorldControl(Address);

    /// <summary>Empties a slot at the lock.</summary>
    public sealed record EraseSlot(string Address, CredentialKind Kind, int Slot) : WorldControl(Address);

    /// <param name="Percent">The charge from now on; reported by the device.</param>
    /// <param name="Curve">How it falls from now on; null leaves that.</param>
    public sealed record SetBattery(string Address, double Percent, BatteryCurve? Curve = null) : WorldControl(Address);
}
