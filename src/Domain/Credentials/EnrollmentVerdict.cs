namespace Latchwork.Domain.Credentials;

/// <summary>What a wire may say of an enrollment. The numbers are stored: never renumber.</summary>
public enum EnrollmentStatus
{
    /// <summary>Not to be on the lock yet.</summary>
    Planned = 1,
    Adding = 2,
    AddFailed = 3,
    Active = 4,
    Changing = 5,
    ChangeFailed = 6,
    Deleting = 7,
    DeleteFailed = 8,

    /// <summary>Not on the lock, confirmed or never sent.</summary>
    Gone = 9,
}

public enum Readiness
{
    Ready = 1,

    /// <summary>It will probably open the door; that is not proven.</summary>
    AtRisk = 2,

    /// <summary>It will not open the door as things stand.</summary>
    NotReady = 3,
}

/// <param name="Because">One plain sentence, safe to show.</param>
public sealed record Verdict(Readiness Readiness, string Because);

/// <summary>The words for what is known. None is stronger than the evidence.</summary>
public static class EnrollmentWords
{
    /// <summary>A link that answered within this time is taken as there.</summary>
    public static TimeSpan LinkIsFresh { get; } = TimeSpan.FromMinutes(15);

    public static EnrollmentStatus StatusAt(this EnrollmentPlan plan, EnrollmentState state, DateTimeOffset now)
    {
        var failed = state.WasReported || now < state.SuspendedUntil || IsHopeless(state.Trouble);
        if (plan.AimAt(state.Desired, now) is > 0 and var aim)
        {
            var isChange = state.IsOverOlder || (state.SeenRevision != 0 && state.SeenRevision != aim);
            return EnrollmentPlan.Holds(state, aim, EvidenceRung.Acknowledged) ? EnrollmentStatus.Active
                : isChange ? (failed ? EnrollmentStatus.ChangeFailed : EnrollmentStatus.Changing)
                : failed ? EnrollmentStatus.AddFailed
                : EnrollmentStatus.Adding;
        }

        return !EnrollmentPlan.IsGone(state) ? (failed ? EnrollmentStatus.DeleteFailed : EnrollmentStatus.Deleting)
            : state.Desired.IsPresent && now < plan.DeliverFrom(state.Desired) ? EnrollmentStatus.Planned
            : EnrollmentStatus.Gone;
    }

    /// <param name="linkHeardAt">When the link last answered, or null for never.</param>
    public static Verdict VerdictAt(this EnrollmentPlan plan, EnrollmentState state, DateTimeOffset now, DateTimeOffset? linkHeardAt)
    {
        if (!state.Desired.IsPresent || state.Desired.Until <= now)
        {
            return new(Readiness.NotReady, "It has ended.");
        }

        return plan.AimAt(state.Desired, now) is > 0 and var aim ? OnTheLock(plan, state, now, aim) : BeforeDelivery(plan, state, now, linkHeardAt);
    }

    private static Verdict OnTheLock(EnrollmentPlan plan, EnrollmentState state, DateTimeOffset now, int aim)
    {
        var isThere = EnrollmentPlan.Holds(state, aim, EvidenceRung.Acknowledged);
        return plan.IsAsDesired(state, now) ? new(Readiness.Ready, Proof(state.Rung))
            : !isThere ? new(Readiness.NotReady, Reason(state, now))
            : state.DoubtSince is not null ? new(Readiness.AtRisk, "Something happened at the lock since it was last proven.")
            : new(Readiness.AtRisk, "The lock said yes; that has not been read back yet.");
    }

    private static Verdict BeforeDelivery(EnrollmentPlan plan, EnrollmentState state, DateTimeOffset now, DateTimeOffset? linkHeardAt) =>
        state.Slot is null && now < plan.KeepSlotFrom(state.Desired)
            ? new(Readiness.AtRisk, $"Its place in the lock is kept from {plan.KeepSlotFrom(state.Desired):u} on.")
        : state.Slot is null ? new(Readiness.NotReady, Words(Trouble.NoSlot))
        : state.Knowledge == SlotKnowledge.Foreign ? new(Readiness.NotReady, Words(Trouble.ForeignSlot))
        : !(now - linkHeardAt <= LinkIsFresh) ? new(Readiness.AtRisk, "The link has not answered in the last 15 minutes.")
        : new(Readiness.Ready, $"It will be set at {plan.DeliverFrom(state.Desired):u}.");

    private static string Proof(EvidenceRung rung) =>
        rung switch
        {
            EvidenceRung.UsedAtDoor => "Somebody opened the door with it.",
            EvidenceRung.ReadBack => "The lock returned it.",
            EvidenceRung.Occupied => "The lock said yes, and the slot is in use.",
            _ => "The lock said yes; it can prove no more.",
        };

    private static string Reason(EnrollmentState state, DateTimeOffset now) =>
        now < state.SuspendedUntil ? $"Three writes failed; the next try is at {state.SuspendedUntil:u}." : Words(state.Trouble);

    private static bool IsHopeless(Trouble trouble) => trouble is >= Trouble.Duplicate and <= Trouble.NoSlot;

    private static string Words(Trouble trouble) =>
        trouble switch
        {
            Trouble.None => "It is being set.",
            Trouble.LinkOffline => "The link is offline.",
            Trouble.DeviceOffline => "The lock does not answer.",
            Trouble.NoAnswer => "It was sent, and nothing was heard.",
            Trouble.Refused => "The lock refused it.",
            Trouble.Duplicate => "The lock has the same code in another slot.",
            Trouble.MemoryFull => "The memory of the lock is full.",
            Trouble.Unsupported => "The lock cannot hold such a credential.",
            Trouble.ForeignSlot => "Its slot holds a credential that this server did not set.",
            Trouble.NoSlot => "The lock has no free slot.",
            Trouble.Forgotten => "The lock said yes and does not hold it.",
        };
}
