namespace Latchwork.Domain.Webhooks;

/// <summary>
/// How an endpoint as a whole fares. While it fails it is spared: it rests between tries, twice as long each time up to <see cref="LongestRest"/>, whatever
/// the schedules of its deliveries say. After <see cref="PausedAfter"/> failures in a row it is to be paused, and its owner told.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="RestsUntil">Nothing is sent before.</param>
public readonly record struct EndpointHealth(int Failures, DateTimeOffset? RestsUntil)
{
    public const int PausedAfter = 100;

    /// <summary>Not above the shortest pause of any schedule: a single delivery is tried at its own times exactly.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);

    public bool IsToBePaused => Failures >= PausedAfter;

    public EndpointHealth After(bool acknowledged, DateTimeOffset now) => acknowledged ? default : new(Failures + 1, now + Rest(Failures));

    private static TimeSpan Rest(int failuresBefore) => failuresBefore < 5 ? FirstRest * (1 << failuresBefore) : LongestRest;
}
