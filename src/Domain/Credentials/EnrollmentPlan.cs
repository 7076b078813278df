namespace Latchwork.Domain.Credentials;

/// <summary>
/// Brings one credential on one lock to where it was asked to be, and never claims more than was proven (devices.md §0). It decides;
/// Fleet stores the new state, then carries out the wishes in their order.
/// <list type="bullet">
/// <item>A slot of unknown content is read before it is written; a stranger's credential is left alone until an operator says otherwise.</item>
/// <item>A change writes over the old digits, so the door never lacks a code; a revocation overtakes a write that is under way.</item>
/// <item>A removal is over when the lock has confirmed it, and not before every unanswered write has had its time.</item>
/// <item>Three failed writes in five minutes let the slot rest; an answer that another try would not change waits longer still.</item>
/// </list>
/// </summary>
public sealed class EnrollmentPlan(EnrollmentTraits traits, EnrollmentPolicy policy)
{
    /// <param name="now">Wall time: windows are.</param>
    /// <param name="jitter">Spreads the pauses of many locks.</param>
    public EnrollmentStep Step(EnrollmentState state, EnrollmentEvent what, DateTimeOffset now, Seed jitter)
    {
        var turn = new EnrollmentTurn(this, traits, policy, state, now, jitter);
        turn.Hear(what);
        turn.Plan();
        return new EnrollmentStep(turn.State, turn.Wishes, turn.WakeAt());
    }

    /// <summary>When the code goes to the lock: devices.md §0. Null for at once.</summary>
    public DateTimeOffset? DeliverFrom(Desired desired) => desired.From - (traits.KeepsWindows ? policy.SetAhead : policy.EarlyEntry);

    /// <summary>When one without a slot is to get one. Null for at once.</summary>
    public DateTimeOffset? KeepSlotFrom(Desired desired) => desired.From - policy.KeepSlotAhead;

    /// <summary>The revision that the lock is to hold at that time, or 0 for none.</summary>
    public int AimAt(Desired desired, DateTimeOffset now) =>
        desired.IsPresent && !(now < DeliverFrom(desired)) && !(desired.Until <= now) ? desired.Revision : 0;

    /// <summary>Whether the lock is proven to be as asked, as well as it can prove anything before use.</summary>
    public bool IsAsDesired(EnrollmentState state, DateTimeOffset now) =>
        AimAt(state.Desired, now) is > 0 and var aim ? state.DoubtSince is null && Holds(state, aim, traits.BestProof) : IsGone(state);

    internal bool KeepsSlotAt(Desired desired, DateTimeOffset now) =>
        AimAt(desired, now) > 0 || (desired.IsPresent && !(now < KeepSlotFrom(desired)) && !(desired.Until <= now));

    /// <summary>When a lock that is not as asked becomes a risk.</summary>
    internal DateTimeOffset RiskAt(Desired desired, DateTimeOffset now) =>
        desired.IsPresent && desired.Until <= now ? desired.Until.Value + policy.RemoveWithin : desired.DueAt;

    internal static bool Holds(EnrollmentState state, int revision, EvidenceRung rung) =>
        state.SeenRevision == revision && state.Rung >= EvidenceRung.Acknowledged && state.Rung >= rung;

    internal static bool IsGone(EnrollmentState state) =>
        !state.MayHold && state.Overtaken is null && state.Flight is null or { Kind: FlightKind.Read };
}
