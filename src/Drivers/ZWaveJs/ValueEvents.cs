using System.Text.Json;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>Values of a lock, from the server's memory or as they change: states, where notifications are moments (devices.md 1b, 1e).</summary>
internal static class ValueEvents
{
    private const int LockJammed = 11;
    private const int KeypadDisabled = 16;
    private const int CoverRemoved = 3;
    private const int ReplaceBatterySoon = 10;
    private const int ReplaceBatteryNow = 11;
    private const int BatteryWarning = 255;
    private const int DoorIsOpen = 22;
    private const int DoorIsClosed = 23;

    /// <summary>The values of a node's dump, in its order. A jam outlasts the mode that stands beside it.</summary>
    public static void TakeAll(LockMirror of, JsonElement node)
    {
        foreach (var value in node.Items("values"))
        {
            Take(of, value, "value");
        }
    }

    /// <param name="member">Where the value stands: <c>newValue</c> in events, <c>value</c> in dumps.</param>
    public static void Take(LockMirror of, JsonElement value, string member)
    {
        if (value.Int("endpoint") is > 0 || value.Text("property") is not { } property)
        {
            return;
        }

        switch (value.Int("commandClass"))
        {
            case CommandClass.DoorLock:
                TakeDoorLock(of, property, value, member);
                break;
            case CommandClass.Notification when value.Int(member) is { } state:
                TakeNotification(of, property, value.Text("propertyKey"), state);
                break;
            case CommandClass.Battery when property == ValueIds.BatteryLevel.Property && value.Double(member) is { } level:
                var (percent, warns) = BatteryOf(level);
                of.BatteryReported(percent, warns);
                break;
            case CommandClass.Battery when property == ValueIds.BatteryIsLow.Property && value.Bool(member) is { } isLow:
                of.BatteryReported(null, isLow);
                break;
        }
    }

    /// <summary>16 and 17 free the inner handles only: nobody comes in.</summary>
    public static BoltState BoltOf(int mode) =>
        (LockMode)mode switch
        {
            LockMode.Secured or LockMode.InsideUnsecured or LockMode.InsideUnsecuredWithTimeout => BoltState.Locked,
            LockMode.Unsecured or LockMode.UnsecuredWithTimeout or LockMode.OutsideUnsecured or LockMode.OutsideUnsecuredWithTimeout =>
                BoltState.Unlocked,
            _ => BoltState.Unknown,
        };

    public static DoorState DoorOf(string? doorStatus) =>
        doorStatus switch
        {
            "open" => DoorState.Open,
            "closed" => DoorState.Closed,
            _ => DoorState.Unknown,
        };

    /// <summary>Per cent, or the warning that stands in its place; null for what the value does not say.</summary>
    public static (int? Percent, bool? IsLow) BatteryOf(double level) =>
        (int)level == BatteryWarning ? (null, true) : ((int)Math.Clamp(level, 0, 100), null);

    private static void TakeDoorLock(LockMirror of, string property, JsonElement value, string member)
    {
        switch (property)
        {
            case "currentMode" when value.Int(member) is { } mode:
                of.ModeReported(BoltOf(mode));
                break;
            case "boltStatus" when value.Text(member) is { } status:
                of.BoltStatusReported(status == "locked" ? BoltState.Locked : BoltState.Unlocked);
                break;
            case "doorStatus" when DoorOf(value.Text(member)) is not DoorState.Unknown and var door:
                of.DoorReported(door);
                break;
        }
    }

    private static void TakeNotification(LockMirror of, string property, string? key, int state)
    {
        switch (property, key)
        {
            case ("Access Control", "Lock state") when state == LockJammed:
                of.Jammed();
                break;
            case ("Access Control", "Keypad state"):
                of.KeypadReported(state == KeypadDisabled);
                break;
            case ("Access Control", "Door state") when state is DoorIsOpen or DoorIsClosed:
                of.DoorReported(state == DoorIsOpen ? DoorState.Open : DoorState.Closed);
                break;
            case ("Home Security", "Cover status"):
                of.CoverReported(state == CoverRemoved);
                break;
            case ("Power Management", "Battery maintenance status") when state is ReplaceBatterySoon or ReplaceBatteryNow:
                of.BatteryReported(null, isLow: true);
                break;
        }
    }
}
