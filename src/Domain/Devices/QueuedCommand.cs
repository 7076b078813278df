using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Devices;

/// <summary>A saved command as a link's queue holds it.</summary>
/// <param name="Tenant">The tenant of the device, for taking turns.</param>
/// <param name="Class">Motions are always <see cref="CommandClass.Motion"/> and nothing else is.</param>
/// <param name="DecidedAt">When the commit that allowed it was answered.</param>
/// <param name="WaitsUntil">The end of its caller's wait: unsent by then, it is withdrawn. Null where nobody waits.</param>
/// <param name="IsClaimed">False for one that was saved by another node: it is claimed by a commit before it is sent.</param>
public sealed record QueuedCommand(
    CommandId Id,
    TenantId Tenant,
    string DeviceAddress,
    DeviceAct Act,
    CommandClass Class,
    Moment DecidedAt,
    Moment? WaitsUntil,
    bool IsClaimed
)
{
    /// <summary>
    /// While the link is offline it is refused, not kept: nobody stands at the door any more when the link is back, and a credential may be
    /// revoked by then (its plan is told, and asks again for what is wanted).
    /// </summary>
    internal bool EndsOffline => Act.IsMotion || Slot is not null;

    /// <summary>The slot that it reads or writes; null for any other act.</summary>
    internal SlotKey? Slot =>
        Act switch
        {
            DeviceAct.SetPasscode set => new(DeviceAddress, CredentialKind.Passcode, set.Slot),
            DeviceAct.SetCard set => new(DeviceAddress, CredentialKind.Card, set.Slot),
            DeviceAct.ClearSlot clear => new(DeviceAddress, clear.Kind, clear.Slot),
            DeviceAct.ReadSlot read => new(DeviceAddress, read.Kind, read.Slot),
            _ => null,
        };

    public override string ToString() => $"{Act.GetType().Name} {Id.Value}";
}

/// <summary>What the owner of a queue must do now. Wishes are carried out in their order, those of one call before those of the next.</summary>
public enum LinkWishKind
{
    /// <summary>Record that it is sent and give it to the driver.</summary>
    Send = 1,

    /// <summary>
    /// Claim it (<see cref="LinkWish.Claims"/>), decide it again (<see cref="LinkWish.Decides"/>), or both in one commit, and answer with
    /// <see cref="LinkQueue.Confirmed"/>. Whoever finds that it may not be sent writes its end.
    /// </summary>
    Confirm = 2,

    /// <summary>End it as withdrawn: it was never sent and never will be.</summary>
    Withdraw = 3,

    /// <summary>End it as failed with <see cref="AccessErrorCode.LinkOffline"/>: it is not kept for later.</summary>
    Refuse = 4,

    /// <summary>End it as unknown: it was sent and not answered in time, or the link was lost.</summary>
    MarkUnknown = 5,

    /// <summary>End it as withdrawn: a later edit of the same slot replaced it unsent.</summary>
    Supersede = 6,

    /// <summary>Put it back to pending for the next holder of the link.</summary>
    Release = 7,
}

/// <param name="Claims">For <see cref="LinkWishKind.Confirm"/>: commit the claim.</param>
/// <param name="Decides">For <see cref="LinkWishKind.Confirm"/>: decide again whether it is allowed (AZ-5).</param>
public readonly record struct LinkWish(LinkWishKind Kind, QueuedCommand Command, bool Claims = false, bool Decides = false);

/// <summary>What an answer of a driver means for the command.</summary>
public enum AnswerFate
{
    /// <summary>It is how the command ended: write it.</summary>
    Final = 1,

    /// <summary>The device was busy and did nothing: the command is claimed again, and waits for its next turn.</summary>
    PutBack = 2,

    /// <summary>The queue no longer holds it: it was marked unknown before. The answer is a correction at most (AU-1).</summary>
    Late = 3,
}

/// <summary>What one link bears.</summary>
/// <param name="Concurrency">Commands under way on the link, at least 1. On one device it is always one.</param>
/// <param name="AnswerWithin">The driver's own time-out; the queue waits <see cref="Grace"/> longer.</param>
public sealed record LinkLimits(int Concurrency, TimeSpan AnswerWithin)
{
    /// <summary>A motion that waited longer is decided again (AZ-5).</summary>
    public static TimeSpan DecisionHolds { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A confirmation that took longer is asked for again: the process may have stood still in between.</summary>
    public static TimeSpan ConfirmationHolds { get; } = TimeSpan.FromSeconds(1);

    /// <summary>For the driver's own time-out to arrive first.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a turn, a class that waits gets one command between two of a higher class.</summary>
    public TimeSpan StarvesAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause of a busy device; doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Commands held of each class. They are apart, so that a full synchronisation leaves room for doors.</summary>
    public int Motions { get; init; } = 1_000;

    public int Syncs { get; init; } = 20_000;

    public int Pollings { get; init; } = 5_000;

    internal int Room(CommandClass of) =>
        of switch
        {
            CommandClass.Motion => Motions,
            CommandClass.Sync => Syncs,
            CommandClass.Polling => Pollings,
        };
}
