namespace Latchwork.Operations.Tests.Secrets;

/// <summary>Wall and monotonic time that move only when told.</summary>
internal sealed class SettableClock(DateTimeOffset? begins = null) : TimeProvider
{
    private DateTimeOffset now = begins ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;
}
