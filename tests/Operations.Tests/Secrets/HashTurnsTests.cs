using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-5.</summary>
public sealed class HashTurnsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HashTurns turns = new(atOnce: 2, maxWaiting: 1);
    private readonly ManualResetEventSlim finish = new();
    private readonly SemaphoreSlim begun = new(0);
    private int running;
    private int most;

    public void Dispose()
    {
        turns.Dispose();
        finish.Dispose();
        begun.Dispose();
    }

    [Fact]
    public async Task Two_hash_at_once_one_waits_and_the_next_is_refused()
    {
        var all = new[] { RunAsync(), RunAsync(), RunAsync() };
        await TwoHaveBegunAsync();

        Assert.Equal(AccessErrorCode.RateLimited, (await RunAsync()).Error?.Code);
        Assert.DoesNotContain(all, task => task.IsCompleted);
        finish.Set();
        Assert.All(await Task.WhenAll(all), outcome => Assert.Null(outcome.Error));
        Assert.Equal(2, most);
        Assert.Null((await RunAsync()).Error);
    }

    [Fact]
    public async Task One_who_leaves_the_line_makes_room()
    {
        using var leave = new CancellationTokenSource();
        var hashing = new[] { RunAsync(), RunAsync() };
        await TwoHaveBegunAsync();
        var waiting = turns.RunAsync(() => 0, leave.Token);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = RunAsync();
        Assert.False(next.IsCompleted);
        finish.Set();
        Assert.All(await Task.WhenAll([.. hashing, next]), outcome => Assert.Null(outcome.Error));
    }

    [Fact]
    public async Task A_hash_that_fails_gives_its_place_back()
    {
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => turns.RunAsync<int>(() => throw new InvalidOperationException(), default));
        }

        Assert.Equal(1, (await turns.RunAsync(() => 1, default)).Value);
    }

    private async Task TwoHaveBegunAsync()
    {
        Assert.True(await begun.WaitAsync(Patience));
        Assert.True(await begun.WaitAsync(Patience));
    }

    private Task<Outcome<int>> RunAsync() => turns.RunAsync(Hash, default);

    private int Hash()
    {
        var now = Interlocked.Increment(ref running);
        InterlockedMax(now);
        begun.Release();
        finish.Wait(Patience);
        Interlocked.Decrement(ref running);
        return now;
    }

    private void InterlockedMax(int now)
    {
        lock (begun)
        {
            most = Math.Max(most, now);
        }
    }
}
