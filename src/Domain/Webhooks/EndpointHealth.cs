namespace Latchwork.Domain.Webhooks;

/// <summary>
/// How an endpoint as a whole fares. While it fails it is spared: it rests between tries, twice as long each time up to <see cref="LongestRest"/>, whatever
/// the schedules of its deliveries say. When its <see cref="PauseRule"/> says so it is to be paused, and its owner told.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="RestsUntil">Nothing is sent before.</param>
/// <param name="FailingSince">The first of the failures in a row.</param>
public readonly record struct EndpointHealth(int Failures, DateTimeOffset? RestsUntil, DateTimeOffset? FailingSince = null)
{
    /// <summary>Not above the shortest pause of any schedule that is kept to the second: a single delivery is tried at its own times.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);

    public EndpointHealth After(bool acknowledged, DateTimeOffset now) =>
        acknowledged ? default : new(Failures + 1, now + Rest(Failures), FailingSince ?? now);

    private static TimeSpan Rest(int failuresBefore) => failuresBefore < 5 ? FirstRest * (1 << failuresBefore) : LongestRest;
}

/// <summary>When an endpoint has failed enough: after so many failures in a row, or after having failed so long.</summary>
public readonly record struct PauseRule
{
    /// <summary>What the wires' own formats use.</summary>
    public static readonly PauseRule Usual = new(100, null);

    private PauseRule(int? failures, TimeSpan? time) => (Failures, Time) = (failures, time);

    public int? Failures { get; }

    public TimeSpan? Time { get; }

    /// <summary>Not before it has failed so long without one success.</summary>
    public static PauseRule After(TimeSpan time) => new(null, time);

    public bool IsMet(EndpointHealth health, DateTimeOffset now) =>
        health.Failures > 0 && (health.Failures >= Failures || (Time is { } time && health.FailingSince + time <= now));
}
