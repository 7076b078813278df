namespace Latchwork.Domain.Devices;

/// <summary>
/// A reading of one node's monotonic clock. Waits, pauses and leases are measured with it (FS-4). It means nothing on another node or after a
/// restart, so it is never stored.
/// </summary>
public readonly record struct Moment(long Ticks) : IComparable<Moment>
{
    public int CompareTo(Moment other) => Ticks.CompareTo(other.Ticks);

    public static Moment Earlier(Moment a, Moment b) => a <= b ? a : b;

    public static Moment operator +(Moment moment, TimeSpan span) => new(moment.Ticks + span.Ticks);

    public static Moment operator -(Moment moment, TimeSpan span) => new(moment.Ticks - span.Ticks);

    public static TimeSpan operator -(Moment later, Moment earlier) => new(later.Ticks - earlier.Ticks);

    public static bool operator <(Moment a, Moment b) => a.Ticks < b.Ticks;

    public static bool operator >(Moment a, Moment b) => a.Ticks > b.Ticks;

    public static bool operator <=(Moment a, Moment b) => a.Ticks <= b.Ticks;

    public static bool operator >=(Moment a, Moment b) => a.Ticks >= b.Ticks;
}

public static class Moments
{
    /// <summary>The present by the monotonic clock behind <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public static Moment Moment(this TimeProvider clock) => new(clock.GetElapsedTime(0, clock.GetTimestamp()).Ticks);
}
