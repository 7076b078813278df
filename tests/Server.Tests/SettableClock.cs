namespace Latchwork.Server.Tests;

/// <summary>Stands still until it is told to go on.</summary>
internal sealed class SettableClock(DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset now = begin;

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.UtcTicks;

    public void Advance(TimeSpan by) => now += by;
}
