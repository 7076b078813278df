namespace Latchwork.Operations.Webhooks;

/// <summary>
/// Writes ends of tries in shared commits: while one batch is written the next fills. What cannot be written is left to the claim, which runs out: then it
/// is tried again.
/// </summary>
internal sealed class AttemptLog(RecordAttempts record, PauseEndpoint pause, EndEndpoint end)
{
    private readonly Lock gate = new();
    private List<(AttemptEnd End, TaskCompletionSource Written)> waiting = [];
    private bool isWriting;

    /// <summary>Ends with the commit.</summary>
    public Task WriteAsync(AttemptEnd end)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((end, written));
            if (isWriting)
            {
                return written.Task;
            }

            isWriting = true;
        }

        _ = DrainAsync();
        return written.Task;
    }

    private async Task DrainAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var failing = await record.RunAsync([.. batch.Select(one => one.End)], CancellationToken.None);
                batch.ForEach(one => one.Written.SetResult());
                foreach (var endpoint in failing)
                {
                    await pause.RunAsync(endpoint, CancellationToken.None);
                }

                foreach (var endpoint in batch.Where(one => one.End.EndsEndpoint).Select(one => one.End.Claimed.Endpoint).Distinct())
                {
                    await end.RunAsync(endpoint, CancellationToken.None);
                }
            }
            catch (Exception broken)
            {
                batch.ForEach(one => one.Written.TrySetException(broken));
            }
        }
    }

    private List<(AttemptEnd End, TaskCompletionSource Written)> Take()
    {
        lock (gate)
        {
            var batch = waiting;
            waiting = [];
            isWriting = batch.Count > 0;
            return batch;
        }
    }
}
