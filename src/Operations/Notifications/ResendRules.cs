namespace Latchwork.Operations.Notifications;

/// <summary>When a message that was not sent is tried again: after pauses that widen threefold from ten seconds to four hours, until its end.</summary>
internal static class ResendRules
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <param name="tries">So far, the one that failed included.</param>
    /// <returns>Null: never again.</returns>
    public static DateTimeOffset? NextTry(int tries, SendFailure failure, DateTimeOffset endsAt, DateTimeOffset now)
    {
        var pause = First * Math.Pow(3, Math.Min(tries - 1, 10));
        var next = now + (pause < Longest ? pause : Longest);
        return failure.IsFinal() || next >= endsAt ? null : next;
    }
}
