using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Reservations;

/// <summary>When the proof of access of a stay is looked at: the more often the nearer its start, and until its end.</summary>
public static class StayClock
{
    /// <summary>Before that codes are not brought to locks, so nothing can be known.</summary>
    public static TimeSpan LooksAhead { get; } = TimeSpan.FromHours(72);

    /// <summary>So long a code that was just asked for may take to be there before anybody is told that it is not.</summary>
    public static TimeSpan FirstPause { get; } = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan NotReadyPause = TimeSpan.FromMinutes(5);

    /// <summary>The next look after one at <paramref name="now"/>; null for none.</summary>
    /// <param name="codes">When any code of the stay works.</param>
    /// <param name="seen">What the look at <paramref name="now"/> found; null where it was none.</param>
    public static DateTimeOffset? NextLook(StayState state, Period codes, Readiness? seen, DateTimeOffset now)
    {
        if (!state.HasCodes() || now >= codes.EndsAt)
        {
            return null;
        }

        var first = codes.StartsAt - LooksAhead;
        if (seen is null)
        {
            return first > now + FirstPause ? first : now + FirstPause;
        }

        var pause = PauseAt(codes.StartsAt - now);
        var next = now < first ? first : now + (seen == Readiness.Ready || pause < NotReadyPause ? pause : NotReadyPause);
        return next < codes.EndsAt ? next : null;
    }

    private static TimeSpan PauseAt(TimeSpan untilStart) =>
        untilStart > TimeSpan.FromHours(24) ? TimeSpan.FromHours(1)
        : untilStart > TimeSpan.FromHours(2) ? TimeSpan.FromMinutes(15)
        : untilStart > TimeSpan.FromHours(-1) ? TimeSpan.FromMinutes(2)
        : TimeSpan.FromHours(1);
}
