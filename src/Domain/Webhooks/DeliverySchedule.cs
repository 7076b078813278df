using static Latchwork.Domain.Webhooks.DeliveryEvent;
using static Latchwork.Domain.Webhooks.DeliveryPhase;

namespace Latchwork.Domain.Webhooks;

/// <summary>
/// The life of a delivery. It is never lost: it ends delivered, parked, or withdrawn for a reason; and at least once means that a try whose end nobody
/// wrote down is made again. An acknowledgement counts whenever it comes, also from a node that was given up for dead.
/// </summary>
public static class DeliverySchedule
{
    public static DeliveryState Step(RetrySchedule schedule, DeliveryState state, DeliveryEvent what, DateTimeOffset now) =>
        (state.Phase, what) switch
        {
            (Waiting or Parked, Acknowledged) => state with { Phase = Delivered, DueAt = null },
            (Waiting, Failed) => AfterFailure(schedule, state, now),
            (Waiting, DeliveryEvent.Withdrawn) => state with { Phase = DeliveryPhase.Withdrawn, DueAt = null },
            (_, Replayed) => Replay(state, now),
            _ => state,
        };

    /// <summary>Once more from the start. One that was never tried keeps its time, and of one that was withdrawn there is nothing to tell.</summary>
    public static DeliveryState Replay(DeliveryState state, DateTimeOffset now) =>
        state is { Phase: Delivered or Parked } or { Phase: Waiting, Tries: > 0 } ? DeliveryState.New(now) : state;

    /// <summary>
    /// Whether later deliveries of the same subject wait for this one. One whose first try is yet to come, at a later time, holds nobody back.
    /// </summary>
    public static bool HoldsBack(RetrySchedule schedule, DeliveryState state, DateTimeOffset now) =>
        state.Phase == Waiting && state.Tries < schedule.OrderedTries && (state.Tries > 0 || state.DueAt <= now);

    private static DeliveryState AfterFailure(RetrySchedule schedule, DeliveryState state, DateTimeOffset now) =>
        state.Tries < schedule.Pauses.Count
            ? new DeliveryState(Waiting, state.Tries + 1, now + schedule.Pauses[state.Tries])
            : new DeliveryState(Parked, state.Tries + 1, null);
}
