namespace Latchwork.Dialects.Tests;

/// <summary>Runs as the system's, ahead of it by what it was moved. Waits take as long as they take.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

    public void Move(TimeSpan by) => ahead += by;

    /// <summary>To where the next minute begins.</summary>
    public void MoveToNextMinute() => Move(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (GetUtcNow().Ticks % TimeSpan.TicksPerMinute)));
}
