namespace Latchwork.Testing;

/// <summary>The real clock, with a wall time that can be put ahead: waits and leases run as they do, windows begin and end when a test says so.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long ahead;
    private long stoodAt;

    public void Forward(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    /// <summary>To where the next minute begins.</summary>
    public void ForwardToNextMinute() => Forward(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (GetUtcNow().Ticks % TimeSpan.TicksPerMinute)));

    /// <summary>From here on the wall time moves only by <see cref="Forward"/>.</summary>
    public void Stand() => Interlocked.Exchange(ref stoodAt, System.GetUtcNow().Ticks);

    public override DateTimeOffset GetUtcNow()
    {
        var wall = Interlocked.Read(ref stoodAt) is var at and > 0 ? new DateTimeOffset(at, TimeSpan.Zero) : System.GetUtcNow();
        return wall + new TimeSpan(Interlocked.Read(ref ahead));
    }
}
