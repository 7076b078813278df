using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>A lock in the words of the core.</summary>
internal static class Discovery
{
    public static DiscoveredDevice Describe(LockMirror one) =>
        new(
            one.Address,
            DeviceKind.Lock,
            one.Facts.Name,
            one.Facts.Model,
            one.Facts.Firmware,
            CapabilitiesOf(one),
            PasscodesOf(one),
            one.IsOnline,
            one.Bolt,
            one.Door,
            one.BatteryPercent,
            Warning: WarningOf(one),
            Cards: CardsOf(one),
            FingerprintSlots: one.Access?.Of(CredentialType.Finger)?.Count ?? 0
        );

    /// <summary>Neither windows nor automatic locking: what this driver cannot set is not promised, even where the lock has it.</summary>
    private static Capabilities CapabilitiesOf(LockMirror one)
    {
        var capabilities = one.Facts.Sensors;
        if (one.Facts.Has(CommandClass.DoorLock))
        {
            capabilities |= Capabilities.Unlock | Capabilities.Lock | Capabilities.ReadState;
        }

        if (one.Access?.Of(CredentialType.Pin) is not null)
        {
            capabilities |= Capabilities.Passcodes;
        }

        if (one.Access?.Of(CredentialType.Rfid) is not null)
        {
            capabilities |= Capabilities.Cards;
        }

        // They are enrolled at the lock; what is kept of them there is told and can be cleared.
        return one.Access?.Of(CredentialType.Finger) is null ? capabilities : capabilities | Capabilities.Fingerprints;
    }

    private static CardMemory? CardsOf(LockMirror one) =>
        one.Access?.Of(CredentialType.Rfid) is { } range
            ? new CardMemory(range.Count, range.MinLength, range.MaxLength, one.MasksCodes ? EvidenceRung.Occupied : EvidenceRung.ReadBack)
            : null;

    private static PasscodeMemory? PasscodesOf(LockMirror one) =>
        one.Access?.Of(CredentialType.Pin) is { } range
            ? new PasscodeMemory(
                range.Count,
                Math.Max(range.MinLength, 4),
                Math.Min(range.MaxLength, 10),
                one.MasksCodes ? EvidenceRung.Occupied : EvidenceRung.ReadBack
            )
            : null;

    private static string? WarningOf(LockMirror one)
    {
        List<string> warnings = [];
        if (!one.Facts.IsEncrypted)
        {
            warnings.Add("Included without encryption: anyone within radio range can listen and send. Include it again with S2.");
        }

        if (!one.Facts.IsInterviewed)
        {
            warnings.Add("Its interview is not complete.");
        }

        if (one.Access?.InterviewFailed == true)
        {
            warnings.Add("Its code memory did not answer the interview: interview it again before setting codes.");
        }

        return warnings is [] ? null : string.Join(' ', warnings);
    }
}
