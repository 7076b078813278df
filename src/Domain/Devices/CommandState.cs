using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Devices;

/// <summary>Where a command to a device is. The numbers are stored: never renumber.</summary>
public enum CommandState
{
    /// <summary>Saved; no node has undertaken to send it.</summary>
    Pending = 1,

    /// <summary>The holder of the link has undertaken to send it, by a commit under its epoch. It may have been sent.</summary>
    Claimed = 2,

    /// <summary>Given to the driver; not answered yet.</summary>
    Sent = 3,

    /// <summary>The device reported the new state, or answered the question.</summary>
    Done = 4,

    /// <summary>It was refused, or nothing can have left: nothing was done.</summary>
    Failed = 5,

    /// <summary>It may have acted. Never repeated (DV-7).</summary>
    Unknown = 6,

    /// <summary>Taken back before it was sent: nothing will happen.</summary>
    Withdrawn = 7,
}

/// <summary>What goes first on a link. The numbers are the order, and they are stored.</summary>
public enum CommandClass
{
    Motion = 0,

    /// <summary>Credentials and settings.</summary>
    Sync = 1,
    Polling = 2,
}

public static class Commands
{
    /// <summary>No further change is possible, but for a correction by the device itself (AU-1).</summary>
    public static bool IsEnded(this CommandState state) => state >= CommandState.Done;

    /// <summary>The class of an act that nobody waits for.</summary>
    public static CommandClass DefaultClass(this DeviceAct act) =>
        act switch
        {
            _ when act.IsMotion => CommandClass.Motion,
            DeviceAct.ReadState or DeviceAct.ReadBattery or DeviceAct.ReadClock or DeviceAct.Ping => CommandClass.Polling,
            _ => CommandClass.Sync,
        };
}
