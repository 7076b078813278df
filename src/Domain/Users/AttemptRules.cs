namespace Latchwork.Domain.Users;

/// <summary>How long after failed log-ins the next one is refused unheard (RL-1).</summary>
public static class AttemptRules
{
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(15);

    /// <summary>Failures within the window that cost nothing yet.</summary>
    public const int Free = 10;

    /// <summary>So many in a row, however slowly, and one try a day is left until one is right.</summary>
    public const int MostConsecutive = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterMost = TimeSpan.FromDays(1);

    /// <param name="failures">Without a quiet window in between, this one included.</param>
    /// <param name="consecutive">Since the last success; 0 where a row without success means nothing.</param>
    /// <returns>Zero for none.</returns>
    public static TimeSpan PauseAfter(int failures, int consecutive)
    {
        if (consecutive >= MostConsecutive)
        {
            return PauseAfterMost;
        }

        if (failures < Free)
        {
            return TimeSpan.Zero;
        }

        var doubled = FirstPause * (1 << Math.Min(failures - Free, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }
}
