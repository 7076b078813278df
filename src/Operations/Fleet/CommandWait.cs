using Latchwork.Domain;

namespace Latchwork.Operations.Fleet;

/// <summary>Hands a saved command over and awaits its end. The end is committed by Fleet whether or not anybody still waits for it.</summary>
internal static class CommandWait
{
    /// <summary>How much longer than the queue the caller waits, for the commit that withdraws an unsent command to be answered.</summary>
    private static readonly TimeSpan CommitGrace = TimeSpan.FromMilliseconds(700);

    /// <param name="unanswered">What is told where even then nothing is known.</param>
    public static async Task<Outcome<CommandResult>> ForEndAsync(
        this ICommandQueue queue,
        SavedCommand command,
        TimeSpan wait,
        AccessError unanswered,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var ended = queue.HandOverAsync(command);
        try
        {
            var result = await ended.WaitAsync(wait + CommitGrace, clock, cancel);
            return result.Error is { } error ? error : result;
        }
        catch (TimeoutException)
        {
            return unanswered;
        }
    }
}
