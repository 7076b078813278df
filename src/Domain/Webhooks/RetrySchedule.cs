namespace Latchwork.Domain.Webhooks;

/// <summary>How often, and after which pauses, a delivery is tried. Each format has its own.</summary>
/// <param name="Pauses">From a failed try to the next; after the last of them it is parked. The first try is at once.</param>
/// <param name="OrderedTries">
/// Until so many tries of it have failed, a delivery holds back later ones of the same subject; from then on they overtake it. 0: no order is kept.
/// </param>
public sealed record RetrySchedule(IReadOnlyList<TimeSpan> Pauses, int OrderedTries);
