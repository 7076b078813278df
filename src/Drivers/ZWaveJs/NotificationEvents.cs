using System.Text.Json;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>Moments that a lock tells: who moved the bolt, what was refused, which code changed (devices.md 1e).</summary>
internal static class NotificationEvents
{
    private const int AccessControl = 6;
    private const int HomeSecurity = 7;

    public static void Take(LockMirror of, int? commandClass, JsonElement args, TimeSpan echo)
    {
        if (commandClass == CommandClass.Battery)
        {
            of.BatteryReported(null, isLow: args.Text("eventType") == "battery low" ? true : null);
            return;
        }

        var user = args.Member("parameters")?.Int("userId");
        switch (args.Int("type"), args.Int("event"))
        {
            case (AccessControl, { } happening):
                TakeAccess(of, happening, user, echo);
                break;
            case (HomeSecurity, 4):
                of.CodeRefused();
                break;
        }
    }

    private static void TakeAccess(LockMirror of, int happening, int? user, TimeSpan echo)
    {
        switch (happening)
        {
            case 1 or 2:
                of.Moved(new DeviceReport.BoltMoved(of.Address, StateAfter(locks: happening == 1), MotionCause.Manual));
                break;
            case 3 or 4:
                of.Moved(new DeviceReport.BoltMoved(of.Address, StateAfter(locks: happening == 3), MotionCause.Remote));
                break;
            case 5 or 6:
                of.Moved(Credential(of, StateAfter(locks: happening == 5), CredentialKind.Passcode, PinSlot(of, user)));
                break;
            case 9:
                of.Moved(new DeviceReport.BoltMoved(of.Address, BoltState.Locked, MotionCause.Automatic));
                break;
            case 35 or 36:
                var shown = user is { } owner ? of.Owners.OnlyOneOf(owner) : null;
                of.Moved(Credential(of, StateAfter(locks: happening == 35), shown is { } one ? NodeEvents.KindOf(one.Type) : null, shown?.Slot));
                break;
            case 11:
                of.Jammed();
                break;
            case 12:
                of.Owners.Clear();
                of.SlotChanged(CredentialKind.Passcode, SlotChange.AllCleared, null, echo);
                break;
            case 13:
                of.SlotChanged(CredentialKind.Passcode, SlotChange.Cleared, PinSlot(of, user), echo);
                break;
            case 14:
                of.SlotChanged(CredentialKind.Passcode, SlotChange.Set, PinSlot(of, user), echo);
                break;
            case 15:
                of.SlotChanged(CredentialKind.Passcode, SlotChange.DuplicateRefused, PinSlot(of, user), echo);
                break;
            case 16 or 19:
                of.KeypadReported(isDisabled: true);
                break;
            case 50:
                of.CodeRefused();
                break;
        }
    }

    private static BoltState StateAfter(bool locks) => locks ? BoltState.Locked : BoltState.Unlocked;

    private static DeviceReport.BoltMoved Credential(LockMirror of, BoltState state, CredentialKind? kind, int? slot) =>
        new(of.Address, state, MotionCause.Credential, kind, slot);

    /// <summary>
    /// Where users own credentials it is the PIN of that user; else the user is the slot. Users outside the memory (0 and 251 are the master
    /// code of some makers) have no slot, and old alarms name nobody.
    /// </summary>
    private static int? PinSlot(LockMirror of, int? user)
    {
        if (user is not > 0)
        {
            return null;
        }

        if (of.Facts.Has(CommandClass.UserCredential) && of.Access?.Kind is null or AccessKind.UserCredential)
        {
            return of.Owners.OnlySlotOf(user.Value, CredentialType.Pin);
        }

        return user <= (of.Access?.Of(CredentialType.Pin)?.Count ?? int.MaxValue) ? user : null;
    }
}
