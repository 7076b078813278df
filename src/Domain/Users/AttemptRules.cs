namespace Latchwork.Domain.Users;

/// <summary>How long after failed log-ins the next one is refused unheard (RL-1).</summary>
public static class AttemptRules
{
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(15);

    /// <summary>Failures within the window that cost nothing yet.</summary>
    public const int Free = 10;

    /// <summary>So many in a row, however slowly, and only a reset of the password helps.</summary>
    public const int MostConsecutive = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <param name="failures">Within the window, this one included.</param>
    /// <param name="consecutive">Since the last success; 0 where a row without success means nothing.</param>
    /// <returns>Zero for none; <see cref="TimeSpan.MaxValue"/> for until a reset.</returns>
    public static TimeSpan PauseAfter(int failures, int consecutive)
    {
        if (consecutive >= MostConsecutive)
        {
            return TimeSpan.MaxValue;
        }

        if (failures < Free)
        {
            return TimeSpan.Zero;
        }

        var doubled = FirstPause * (1 << Math.Min(failures - Free, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }
}
