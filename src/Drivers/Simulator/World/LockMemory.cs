using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>What a lock keeps of credentials, and the patience of its keypad.</summary>
internal sealed class LockMemory(SimulatedLock owner, LockModel model)
{
    private static readonly TimeSpan OutOfService = TimeSpan.FromMinutes(1);
    private static readonly SimulatedReply Done = new(ReplyKind.Done);
    private static readonly SimulatedReply Unsupported = new(ReplyKind.Unsupported);

    private readonly SlotMemory? passcodes = model.Passcodes is { } memory ? new SlotMemory(memory.Slots) : null;
    private readonly SlotMemory? cards = model.Cards > 0 ? new SlotMemory(model.Cards) : null;
    private OfflineKeypad? offline;
    private int wrongInARow;
    private DateTimeOffset outUntil = DateTimeOffset.MinValue;

    /// <param name="Slot">Where it is kept; null for an offline code.</param>
    public readonly record struct Opening(int? Slot, OfflineMark? Offline);

    public int? OfflineEpoch => offline?.Epoch;

    public bool Keeps(CredentialKind kind) => Of(kind) is not null;

    public IReadOnlyDictionary<int, string> Contents(CredentialKind kind, DateTimeOffset now) =>
        Of(kind)?.Contents(now) ?? new Dictionary<int, string>();

    public void Clear(CredentialKind kind, int slot) => Of(kind)?.Clear(slot);

    public SimulatedReply? Reject(DeviceAct act) =>
        act switch
        {
            DeviceAct.SetPasscode set => Reject(CredentialKind.Passcode, set.Slot) ?? RejectLength(set.Digits) ?? RejectWindow(set.From, set.Until),
            DeviceAct.SetCard set => Reject(CredentialKind.Card, set.Slot) ?? RejectWindow(set.From, set.Until),
            DeviceAct.ClearSlot clear => Reject(clear.Kind, clear.Slot),
            DeviceAct.ReadSlot read => Reject(read.Kind, read.Slot),
            DeviceAct.KeepOfflineCodes when model.Capabilities.HasFlag(Capabilities.OfflineCodes) => null,
            _ => Unsupported,
        };

    public SimulatedReply Perform(DeviceAct act, DeviceFaults faults, DateTimeOffset now) =>
        act switch
        {
            DeviceAct.SetPasscode set => Keep(CredentialKind.Passcode, set.Slot, set.Digits.Reveal(), set.From, set.Until, faults, now),
            DeviceAct.SetCard set => Keep(CredentialKind.Card, set.Slot, Convert.ToHexString(set.Bytes.Span), set.From, set.Until, faults, now),
            DeviceAct.ClearSlot clear => Empty(clear),
            DeviceAct.ReadSlot read => Read(read, faults, now),
            DeviceAct.KeepOfflineCodes keep => Obey(keep.Orders),
            _ => Unsupported,
        };

    /// <summary>What opens; null where nothing does. A wrong one is told, without what was shown (KR-7).</summary>
    public Opening? Open(CredentialKind kind, string value, DateTimeOffset now, DateTimeOffset lockTime)
    {
        if (now < outUntil || offline is { } keypad && keypad.Patience.IsOutAt(lockTime))
        {
            return null;
        }

        if (Of(kind)?.Match(value, lockTime, now) is { } slot)
        {
            wrongInARow = 0;
            offline = offline?.Right();
            return new Opening(slot, null);
        }

        return offline is null ? Refuse(kind, now) : WorkOut(offline, kind, value, lockTime);
    }

    /// <summary>As a lock without a secret bears it.</summary>
    private Opening? Refuse(CredentialKind kind, DateTimeOffset now)
    {
        owner.Tell(new DeviceReport.CredentialRefused(owner.Address, kind));
        if (++wrongInARow == owner.Faults.WrongCodeLimit)
        {
            (wrongInARow, outUntil) = (0, now + OutOfService);
            owner.Tell(new DeviceReport.KeypadDisabled(owner.Address));
        }

        return null;
    }

    /// <summary>With no contact to anybody. Cards are counted with the digits: a guess is a guess.</summary>
    private Opening? WorkOut(OfflineKeypad keypad, CredentialKind kind, string value, DateTimeOffset lockTime)
    {
        var entry =
            kind == CredentialKind.Passcode && PinDigits.Parse(value) is { Error: null, Value: var digits }
                ? keypad.Enter(digits, lockTime)
                : new OfflineEntry(OfflineVerdict.Unknown, null, keypad with { Patience = keypad.Patience.AfterWrong(lockTime) });
        offline = entry.Next;
        switch (entry.Verdict)
        {
            case OfflineVerdict.Opens:
                return new Opening(null, entry.Mark);
            case OfflineVerdict.Erases:
                owner.Tell(new DeviceReport.OfflineCodesErased(owner.Address, entry.Mark!.Value));
                return null;
        }

        owner.Tell(new DeviceReport.CredentialRefused(owner.Address, kind));
        if (offline.Patience.IsOutAt(lockTime))
        {
            owner.Tell(new DeviceReport.KeypadDisabled(owner.Address));
        }

        return null;
    }

    private SimulatedReply Obey(OfflineOrders orders)
    {
        offline = offline?.Obeying(orders) ?? OfflineKeypad.From(orders);
        return Done;
    }

    private SlotMemory? Of(CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Passcode => passcodes,
            CredentialKind.Card => cards,
            CredentialKind.Fingerprint or CredentialKind.QrCode => null,
        };

    private SimulatedReply? Reject(CredentialKind kind, int slot) =>
        Of(kind) is not { } memory ? Unsupported
        : memory.Has(slot) ? null
        : new SimulatedReply(ReplyKind.Invalid, Detail: "The lock has no slot of that number.");

    private SimulatedReply? RejectLength(PinDigits digits) =>
        model.Passcodes is { } memory && (digits.Length < memory.MinLength || digits.Length > memory.MaxLength)
            ? new SimulatedReply(ReplyKind.Invalid, Detail: $"The lock takes {memory.MinLength} to {memory.MaxLength} digits.")
            : null;

    /// <summary>A window that the lock cannot keep is never widened (devices.md §0).</summary>
    private SimulatedReply? RejectWindow(DateTimeOffset? from, DateTimeOffset? until) =>
        (from ?? until) is null || model.Capabilities.HasFlag(Capabilities.Windows) ? null : Unsupported;

    private SimulatedReply Keep(
        CredentialKind kind,
        int slot,
        string value,
        DateTimeOffset? from,
        DateTimeOffset? until,
        DeviceFaults faults,
        DateTimeOffset now
    )
    {
        var memory = Of(kind)!;
        if (!faults.AcceptsDuplicates && memory.IsHeldElsewhere(value, slot, now))
        {
            return new SimulatedReply(ReplyKind.Duplicate);
        }

        memory.Set(slot, new SlotMemory.Kept(value, from, until, faults.ForgetAfter is { } after ? now + after : null));
        return Done;
    }

    private SimulatedReply Empty(DeviceAct.ClearSlot clear)
    {
        Clear(clear.Kind, clear.Slot);
        return Done;
    }

    private SimulatedReply Read(DeviceAct.ReadSlot read, DeviceFaults faults, DateTimeOffset now) =>
        new(ReplyKind.Done, new DeviceReading.Slot(read.Slot, Shown(read.Kind, Of(read.Kind)!.Read(read.Slot, now), faults.MaskedReads)));

    private static SlotContent Shown(CredentialKind kind, string? value, bool isMasked) =>
        value is null ? new SlotContent.Empty()
        : isMasked ? new SlotContent.Hidden()
        : kind == CredentialKind.Card ? new SlotContent.Card(Convert.FromHexString(value))
        : new SlotContent.Passcode(PinDigits.Parse(value).Value);
}
