using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// A motion of ours that is under way on one lock. The server writes <c>currentMode</c> = target by itself as soon as an unsupervised lock has
/// acknowledged, before the bolt moves and even if it never will (devices.md 1c): that value alone proves something only under supervision.
/// </summary>
internal sealed class Motion(BoltState target, Action<Motion> end) : IDisposable
{
    private readonly TaskCompletionSource<BoltState> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource remembered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BoltState Target => target;

    /// <summary>The lock itself said where its bolt came to rest: at the target, or jammed.</summary>
    public Task<BoltState> Told => told.Task;

    /// <summary>The server remembers the target as reached.</summary>
    public Task Remembered => remembered.Task;

    public void Tell(BoltState state)
    {
        if (state == target || state == BoltState.Jammed)
        {
            told.TrySetResult(state);
        }
    }

    public void Remember() => remembered.TrySetResult();

    public void Dispose() => end(this);
}
