using Latchwork.Domain.Devices;

namespace Latchwork.Fleet;

/// <summary>Takes the steps of a link's queue one at a time, rings it when it asks to be, and has its wishes carried out after each step.</summary>
internal sealed class QueueSteps : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly LinkQueue queue;
    private readonly TimeProvider clock;
    private readonly Action<LinkWish> carryOut;
    private readonly ITimer timer;
    private Moment? armedFor;

    public QueueSteps(LinkLimits limits, TimeProvider clock, Action<LinkWish> carryOut)
    {
        (queue, this.clock, this.carryOut) = (new LinkQueue(limits), clock, carryOut);
        timer = clock.CreateTimer(
            _ => Take((waiting, now, wishes) => waiting.Tick(now, wishes)),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public delegate void Step(LinkQueue queue, Moment now, ICollection<LinkWish> wishes);

    public bool IsOnline
    {
        get
        {
            lock (gate)
            {
                return queue.IsOnline;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return queue.Count;
            }
        }
    }

    public QueueDepth Depth
    {
        get
        {
            lock (gate)
            {
                return queue.Depth(clock.Moment());
            }
        }
    }

    public void Take(Step step)
    {
        var wishes = new List<LinkWish>(2);
        lock (gate)
        {
            step(queue, clock.Moment(), wishes);
            Arm();
        }

        wishes.ForEach(carryOut);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    // A timer that rings too early does no harm, so it is moved only to ring earlier: most commands end long before it would matter.
    private void Arm()
    {
        if (queue.WakeAt is { } wake && (armedFor is null || wake < armedFor || armedFor <= clock.Moment()))
        {
            armedFor = wake;
            var wait = wake - clock.Moment();
            timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
