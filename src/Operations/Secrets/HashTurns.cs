using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>A few slow hashes at once, a bounded line before them, a refusal behind the line: hashes are the cheapest way to drown a server (KR-5).</summary>
internal sealed class HashTurns(int atOnce, int maxWaiting) : IDisposable
{
    private readonly SemaphoreSlim places = new(atOnce);
    private int inside;

    /// <summary>Who cancels leaves the line; a hash that has begun runs to its end.</summary>
    public Task<Outcome<T>> RunAsync<T>(Func<T> hash, CancellationToken cancel) =>
        TakeAsync<T>(async () => await Task.Run(hash, CancellationToken.None), cancel);

    /// <summary>A turn with more to it than the hash. Who cancels leaves the line; the turn itself runs to its end.</summary>
    public async Task<Outcome<T>> TakeAsync<T>(Func<Task<Outcome<T>>> turn, CancellationToken cancel)
    {
        try
        {
            return Interlocked.Increment(ref inside) <= atOnce + maxWaiting
                ? await WaitAndRunAsync(turn, cancel)
                : new AccessError(AccessErrorCode.RateLimited, "Too many log-ins at this moment; try again.");
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<Outcome<T>> WaitAndRunAsync<T>(Func<Task<Outcome<T>>> turn, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            return await turn();
        }
        finally
        {
            places.Release();
        }
    }
}
