namespace Latchwork.Testing;

/// <summary>Waits for what another process or thread will bring about.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(condition, UsualLimit, () => "");

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It did not come true in time; <paramref name="state"/> is added to the message.</exception>
    public static Task UntilAsync(Func<bool> condition, TimeSpan limit, Func<string> state) =>
        UntilAsync(() => Task.FromResult(condition()), limit, state);

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan? limit = null, Func<string>? state = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > (limit ?? UsualLimit))
                throw new TimeoutException($"Not true after {limit ?? UsualLimit}. {state?.Invoke()}");
            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
