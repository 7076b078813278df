namespace Latchwork.Fleet.Tests;

/// <summary>The real clock, with a wall time that can be put ahead: waits and leases run as they do, windows begin and end when a test says so.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long ahead;

    public void Forward(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));
}
