using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// Puts a code into a slot, takes it out, looks what is in it. Every write is followed by one read of that slot over the radio, and the
/// evidence is what that read showed (devices.md 1d, 1g).
/// </summary>
internal sealed class SlotActs(NetworkMirror network, ZWaveJsOptions options)
{
    private readonly UserCodeSlots userCodes = new(isPlain: false);
    private readonly UserCodeSlots plainUserCodes = new(isPlain: true);
    private readonly UserCredentialSlots userCredentials = new(network);

    public async Task<DeviceAnswer> SetAsync(Exchange exchange, SlotPlace place, SlotContent content)
    {
        if ((Refuse(place) ?? RefuseLength(place, content)) is { } refusal)
        {
            return refusal;
        }

        using var write = network.Begin(place.Of, NodeEvents.KindOf(place.Type), place.Slot, SlotChange.Set);
        var end = await MemoryOf(place).WriteAsync(exchange, place, content);
        if (end.Trouble is { } trouble)
        {
            return trouble.AfterAct(EvidenceRung.Sent);
        }

        return end.Result switch
        {
            WriteResult.Ok or WriteResult.Unknown => await ProveAsync(exchange, place, content, write, end.Result == WriteResult.Ok),
            WriteResult.Duplicate or WriteResult.AdminCode => Taken(),
            WriteResult.SlotOccupied => DeviceAnswer.Failed(AccessErrorCode.Taken, "The slot belongs to somebody else."),
            _ => DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock does not take this code."),
        };
    }

    public async Task<DeviceAnswer> ClearAsync(Exchange exchange, SlotPlace place)
    {
        if (Refuse(place) is { } refusal)
        {
            return refusal;
        }

        using var write = network.Begin(place.Of, NodeEvents.KindOf(place.Type), place.Slot, SlotChange.Cleared);
        var end = await MemoryOf(place).ClearAsync(exchange, place);
        if (end.Trouble is { } trouble)
        {
            return trouble.AfterAct(EvidenceRung.Sent);
        }

        var saidYes = end.Result is WriteResult.Ok or WriteResult.SlotEmpty;
        var read = await MemoryOf(place).ReadAsync(exchange, place);
        return read.Content switch
        {
            SlotContent.Empty empty => DeviceAnswer.Done(new DeviceReading.Slot(place.Slot, empty), EvidenceRung.ReadBack),
            null when saidYes => DeviceAnswer.Done(null, EvidenceRung.Acknowledged),
            null => DeviceAnswer.Unknown("The lock does not say whether the slot is empty."),
            { } left => DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The slot is still in use.") with
            {
                Reading = new DeviceReading.Slot(place.Slot, left),
            },
        };
    }

    public async Task<DeviceAnswer> ReadAsync(Exchange exchange, SlotPlace place)
    {
        if (Refuse(place) is { } refusal)
        {
            return refusal;
        }

        var read = await MemoryOf(place).ReadAsync(exchange, place);
        return read switch
        {
            { Trouble: { } trouble } => trouble.AfterQuestion(),
            { Content: SlotContent.Empty empty } => Shown(place, empty, EvidenceRung.None),
            { Content: SlotContent.Hidden hidden } => Shown(place, hidden, EvidenceRung.Occupied),
            { Content: var content } => Shown(place, content!, EvidenceRung.ReadBack),
        };
    }

    /// <param name="saidYes">The lock took the write, or the server could not say.</param>
    private async Task<DeviceAnswer> ProveAsync(Exchange exchange, SlotPlace place, SlotContent wanted, SlotWrite write, bool saidYes)
    {
        var read = await MemoryOf(place).ReadAsync(exchange, place);
        switch (read.Content)
        {
            case null:
                return saidYes
                    ? DeviceAnswer.Done(null, EvidenceRung.Acknowledged)
                    : DeviceAnswer.Unknown("The lock does not say whether it took the code.");
            case SlotContent.Hidden hidden:
                network.MasksCodes(place.Of);
                return saidYes
                    ? Shown(place, hidden, EvidenceRung.Occupied)
                    : DeviceAnswer.Unknown("The lock does not show whether it took the code.");
            case { } same when CredentialData.AreSame(same, wanted):
                return Shown(place, wanted, EvidenceRung.ReadBack);
            default:
                return await RefusedAsync(exchange, place, write, read.Content);
        }
    }

    /// <summary>Most locks refuse a duplicate in silence and say why a moment later, if at all.</summary>
    private async Task<DeviceAnswer> RefusedAsync(Exchange exchange, SlotPlace place, SlotWrite write, SlotContent found)
    {
        var answer = await exchange.WaitAsync(write.Duplicate, options.DuplicateWithin)
            ? Taken()
            : DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock did not keep the code.");
        return answer with { Reading = new DeviceReading.Slot(place.Slot, found) };
    }

    private static DeviceAnswer Shown(SlotPlace place, SlotContent content, EvidenceRung evidence) =>
        DeviceAnswer.Done(new DeviceReading.Slot(place.Slot, content), evidence);

    private ISlotMemory MemoryOf(SlotPlace place) =>
        place.Of.Access?.Kind switch
        {
            AccessKind.UserCredential => userCredentials,
            AccessKind.PlainUserCode => plainUserCodes,
            _ => userCodes,
        };

    private static DeviceAnswer? Refuse(SlotPlace place)
    {
        if (place.Of.Access?.Of(place.Type) is not { } range)
        {
            return DeviceAnswer.Failed(
                AccessErrorCode.Unsupported,
                place.Of.Access?.InterviewFailed == true ? "The lock's memory is not known: interview it again." : "The lock keeps none of these."
            );
        }

        return place.Slot >= 1 && place.Slot <= range.Count
            ? null
            : DeviceAnswer.Failed(AccessErrorCode.Invalid, $"The lock has slots 1 to {range.Count}.");
    }

    private static DeviceAnswer? RefuseLength(SlotPlace place, SlotContent content)
    {
        var range = place.Of.Access!.Of(place.Type)!;
        var length = content switch
        {
            SlotContent.Passcode passcode => passcode.Digits.Length,
            SlotContent.Card card => card.Bytes.Length,
            _ => 0,
        };
        return length >= range.MinLength && length <= range.MaxLength
            ? null
            : DeviceAnswer.Failed(AccessErrorCode.Invalid, $"The lock takes a length of {range.MinLength} to {range.MaxLength}.");
    }

    private static DeviceAnswer Taken() => DeviceAnswer.Failed(AccessErrorCode.Taken, "The lock has this code in another slot.");
}
