namespace Latchwork.Domain;

/// <summary>Instants as the database keeps them: UTC, whole microseconds. Anything finer would hash differently after a round trip.</summary>
public static class Instants
{
    public static DateTimeOffset Cut(this DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    /// <summary>The present, cut to microseconds.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow().Cut();
}
