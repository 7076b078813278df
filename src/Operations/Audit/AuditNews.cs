namespace Latchwork.Operations.Audit;

/// <summary>
/// Says on this node that events were committed, for those who read the list. A hint: whoever waits for it looks by itself now and then too, since other
/// nodes write the same lists.
/// </summary>
internal sealed class AuditNews
{
    private TaskCompletionSource next = New();

    public void Tell() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>Ends with the next commit. Taken before one looks, nothing is missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
