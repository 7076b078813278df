using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>Replies of a simulated network in our words. What proves nothing is not called done.</summary>
internal static class Answers
{
    public static AccessError LinkDown { get; } = new(AccessErrorCode.LinkOffline, "The link to the simulator is down.");

    public static DeviceAnswer LinkIsDown { get; } = DeviceAnswer.Failed(LinkDown.Code, LinkDown.Detail);

    public static DeviceAnswer GivenUp { get; } = DeviceAnswer.Unknown("Nobody waited for the answer.");

    public static DeviceAnswer NothingSent { get; } = DeviceAnswer.Failed(AccessErrorCode.NotSentInTime, "Nobody waited: nothing was sent.");

    /// <summary>The list as an outcome: an interface converts to one only as a type parameter.</summary>
    public static Outcome<T> Of<T>(T value) => value;

    public static DeviceAnswer From(DeviceAct act, SimulatedReply reply) =>
        reply.Kind switch
        {
            ReplyKind.Done => DeviceAnswer.Done(reply.Reading, Proof(act, reply.Reading)),
            ReplyKind.Acknowledged => Acknowledged(act),
            ReplyKind.Refused => DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The device refused."),
            ReplyKind.Jammed => DeviceAnswer.Failed(AccessErrorCode.Jammed, reply.Detail ?? "The bolt stopped half way."),
            ReplyKind.Busy => DeviceAnswer.Failed(AccessErrorCode.DeviceBusy, "The gateway is doing something else."),
            ReplyKind.Offline => DeviceAnswer.Failed(AccessErrorCode.DeviceOffline, "The gateway does not reach the device."),
            ReplyKind.Unsupported => DeviceAnswer.Failed(AccessErrorCode.Unsupported, "The device cannot do this."),
            ReplyKind.Duplicate => DeviceAnswer.Failed(AccessErrorCode.Taken, "Another slot of the lock holds the same."),
            ReplyKind.Invalid => DeviceAnswer.Failed(AccessErrorCode.Invalid, reply.Detail ?? "The device cannot take this."),
            ReplyKind.NoSuchDevice => DeviceAnswer.Failed(AccessErrorCode.NotFound, "The link has no such device."),
            ReplyKind.LinkDown => LinkIsDown,
        };

    /// <summary>A question that nobody answered has changed nothing; anything else may have.</summary>
    public static DeviceAnswer Unanswered(DeviceAct act) =>
        IsQuestion(act)
            ? DeviceAnswer.Failed(AccessErrorCode.DeviceOffline, "The device did not answer.")
            : DeviceAnswer.Unknown("The device did not answer: it may have acted.");

    /// <summary>A motion that was only acknowledged is judged by where the bolt is when asked (DV-7: asking may be repeated, moving may not).</summary>
    public static DeviceAnswer Judge(DeviceAct act, DeviceAnswer asked)
    {
        var target = act is DeviceAct.Unlock ? BoltState.Unlocked : BoltState.Locked;
        return asked.Reading is not DeviceReading.Bolt bolt ? DeviceAnswer.Unknown("The lock said yes; where its bolt is could not be read.")
            : bolt.State == target ? asked
            : bolt.State == BoltState.Jammed ? DeviceAnswer.Failed(AccessErrorCode.Jammed, "The bolt stopped half way.")
            : DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock said yes, and its bolt did not move.");
    }

    public static bool NeedsProof(DeviceAct act, SimulatedReply reply) =>
        reply.Kind == ReplyKind.Acknowledged && act is (DeviceAct.Unlock or DeviceAct.Lock);

    private static DeviceAnswer Acknowledged(DeviceAct act) =>
        act.IsMotion ? DeviceAnswer.Unknown("The device said yes; nothing shows that it did.") : DeviceAnswer.Done(null, Proof(act, null));

    private static EvidenceRung Proof(DeviceAct act, DeviceReading? reading) =>
        (act, reading) switch
        {
            (DeviceAct.SetPasscode or DeviceAct.SetCard or DeviceAct.ClearSlot, _) => EvidenceRung.Acknowledged,
            (_, DeviceReading.Slot { Content: SlotContent.Passcode or SlotContent.Card }) => EvidenceRung.ReadBack,
            (_, DeviceReading.Slot { Content: SlotContent.Hidden }) => EvidenceRung.Occupied,
            _ => EvidenceRung.None,
        };

    private static bool IsQuestion(DeviceAct act) =>
        act is DeviceAct.ReadState or DeviceAct.ReadBattery or DeviceAct.ReadClock or DeviceAct.ReadSlot or DeviceAct.Ping;
}
