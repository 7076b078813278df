namespace Latchwork.Operations.Webhooks;

/// <summary>
/// Writes ends of tries in shared commits: while one batch is written the next fills. What cannot be written is left to the claim, which runs out: then it
/// is tried again.
/// </summary>
internal sealed class AttemptLog(RecordAttempts record, PauseEndpoint pause, EndEndpoint end)
{
    private readonly Lock gate = new();
    private Batch waiting = new();
    private bool isWriting;

    /// <summary>Ends with the commit.</summary>
    public Task WriteAsync(IReadOnlyList<AttemptEnd> ends)
    {
        Task written;
        lock (gate)
        {
            waiting.Ends.AddRange(ends);
            written = waiting.Written.Task;
            if (isWriting)
            {
                return written;
            }

            isWriting = true;
        }

        _ = Task.Run(DrainAsync);
        return written;
    }

    private async Task DrainAsync()
    {
        while (Take() is { Ends.Count: > 0 } batch)
        {
            try
            {
                var failing = await record.RunAsync(batch.Ends, CancellationToken.None);
                batch.Written.SetResult();
                foreach (var endpoint in failing)
                {
                    await pause.RunAsync(endpoint, CancellationToken.None);
                }

                foreach (var endpoint in batch.Ends.Where(one => one.EndsEndpoint).Select(one => one.Claimed.Endpoint).Distinct())
                {
                    await end.RunAsync(endpoint, CancellationToken.None);
                }
            }
            catch (Exception broken)
            {
                batch.Written.TrySetException(broken);
            }
        }
    }

    private Batch Take()
    {
        lock (gate)
        {
            var batch = waiting;
            waiting = new Batch();
            isWriting = batch.Ends.Count > 0;
            return batch;
        }
    }

    private sealed class Batch
    {
        public List<AttemptEnd> Ends { get; } = [];

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
