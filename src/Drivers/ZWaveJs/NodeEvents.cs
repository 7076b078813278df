using System.Text.Json;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>What one node tells, by the name of the event (devices.md 1e). Statistics, interview stages and metadata are noise.</summary>
internal static class NodeEvents
{
    /// <param name="echo">How long after a write of ours its own report may come.</param>
    public static void Take(LockMirror of, string name, JsonElement told, TimeSpan echo)
    {
        var args = told.Member("args") ?? default;
        switch (name)
        {
            case "value updated" or "value added":
                ValueEvents.Take(of, args, "newValue");
                break;
            case "notification":
                NotificationEvents.Take(of, told.Int("ccId"), args, echo);
                break;
            case "credential added" or "credential modified":
                TakeCredential(of, args, SlotChange.Set, echo);
                break;
            case "credential deleted":
                TakeCredential(of, args, SlotChange.Cleared, echo);
                break;
            case "user deleted":
                TakeUserDeleted(of, args.Int("userId") ?? 0, echo);
                break;
            case "dead":
                of.Reached(isOnline: false);
                break;
            case "alive" or "wake up":
                of.Reached(isOnline: true);
                break;
        }
    }

    private static void TakeCredential(LockMirror of, JsonElement args, SlotChange change, TimeSpan echo)
    {
        if (args.Int("credentialSlot") is not { } slot || KindOf(args.Int("credentialType")) is not { } kind)
        {
            return;
        }

        of.Owners.Put((CredentialType)args.Int("credentialType")!, slot, change == SlotChange.Set ? args.Int("userId") ?? 0 : 0);
        of.SlotChanged(kind, change, slot, echo);
    }

    /// <summary>User 0 means all of them.</summary>
    private static void TakeUserDeleted(LockMirror of, int user, TimeSpan echo)
    {
        if (user == 0)
        {
            of.Owners.Clear();
            of.SlotChanged(CredentialKind.Passcode, SlotChange.AllCleared, null, echo);
            return;
        }

        foreach (var (type, slot) in of.Owners.RemoveUser(user))
        {
            of.SlotChanged(KindOf(type), SlotChange.Cleared, slot, echo);
        }
    }

    public static CredentialKind KindOf(CredentialType type) =>
        type switch
        {
            CredentialType.Pin => CredentialKind.Passcode,
            CredentialType.Rfid => CredentialKind.Card,
            CredentialType.Finger => CredentialKind.Fingerprint,
        };

    private static CredentialKind? KindOf(int? type) =>
        type is { } number && Enum.IsDefined((CredentialType)number) ? KindOf((CredentialType)number) : null;
}
