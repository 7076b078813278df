namespace Latchwork.Operations.Notifications;

/// <summary>How many messages of one kind one address gets from the whole installation, so that nobody is buried under mail by what others ask for.</summary>
internal static class MessageLimits
{
    public const int AnHour = 10;
    public const int ADay = 40;

    public static TimeSpan Hour { get; } = TimeSpan.FromHours(1);

    public static TimeSpan Day { get; } = TimeSpan.FromDays(1);

    /// <param name="newestFirst">When the last ones were written: those of a day, or <see cref="ADay"/> of them.</param>
    /// <returns>How long until one more may be written; null: now.</returns>
    public static TimeSpan? WaitAfter(IReadOnlyList<DateTimeOffset> newestFirst, DateTimeOffset now)
    {
        var until = new[] { FreeAt(newestFirst, AnHour, Hour), FreeAt(newestFirst, ADay, Day) }.Max();
        return until > now ? until - now : null;
    }

    /// <summary>When the oldest of so many falls out of the span; null where there were fewer.</summary>
    private static DateTimeOffset? FreeAt(IReadOnlyList<DateTimeOffset> newestFirst, int most, TimeSpan span) =>
        newestFirst.Count < most ? null : newestFirst[most - 1] + span;
}
