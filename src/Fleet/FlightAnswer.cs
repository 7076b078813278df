using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Fleet;

/// <summary>How a command that an enrollment planned came back from the queue of its link.</summary>
internal sealed record FlightAnswer(
    EnrollmentId Of,
    Flight Flight,
    LinkId Link,
    long Epoch,
    CommandState State,
    AccessError? Error,
    DeviceAnswer? Answer
)
{
    /// <summary>It was not given to the queue at all.</summary>
    public static FlightAnswer NotSent(EnrollmentId of, Flight flight, LinkId link, long epoch, AccessError? why) =>
        new(of, flight, link, epoch, CommandState.Withdrawn, why, null);

    /// <summary>What the device showed of the slot, where it was asked.</summary>
    public SlotContent? Shown => Flight.Kind == FlightKind.Read && Answer?.Reading is DeviceReading.Slot slot ? slot.Content : null;

    /// <summary>In the words of the plan; a read that was answered is told by what it showed instead.</summary>
    public FlightEnd End =>
        State switch
        {
            CommandState.Done when Flight.Kind != FlightKind.Read => new FlightEnd.Acknowledged(ProofOf(Answer)),
            CommandState.Unknown => new FlightEnd.Unknown(),
            CommandState.Failed when Answer is not null && TroubleOf(Error) is { } why => new FlightEnd.Refused(why),
            _ => new FlightEnd.NotSent(NotSentBecause(Error)),
        };

    private static EvidenceRung ProofOf(DeviceAnswer? answer) =>
        answer?.Evidence > EvidenceRung.Acknowledged ? answer.Evidence : EvidenceRung.Acknowledged;

    /// <summary>What the device itself said no with; null where nothing reached it.</summary>
    private static Trouble? TroubleOf(AccessError? error) =>
        error?.Code switch
        {
            AccessErrorCode.LinkOffline or AccessErrorCode.DeviceOffline or AccessErrorCode.NotSentInTime => null,
            AccessErrorCode.Taken => Trouble.Duplicate,
            AccessErrorCode.LimitReached => Trouble.MemoryFull,
            AccessErrorCode.Unsupported or AccessErrorCode.Invalid => Trouble.Unsupported,
            _ => Trouble.Refused,
        };

    private static Trouble NotSentBecause(AccessError? error) =>
        error?.Code switch
        {
            AccessErrorCode.LinkOffline => Trouble.LinkOffline,
            AccessErrorCode.DeviceOffline => Trouble.DeviceOffline,
            _ => Trouble.None,
        };
}
