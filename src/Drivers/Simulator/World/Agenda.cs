namespace Latchwork.Drivers.Simulator;

/// <summary>
/// What is due in a world, on one timer for all of its devices. What is due at the same instant happens in the order it was entered.
/// Entered and run under the world's gate.
/// </summary>
internal sealed class Agenda : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider clock;
    private readonly Lock gate;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> due = new();
    private readonly Lazy<ITimer> timer;
    private long order;

    public Agenda(TimeProvider clock, Lock gate)
    {
        (this.clock, this.gate) = (clock, gate);
        timer = new(() => clock.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    public void After(TimeSpan wait, Action act)
    {
        due.Enqueue(act, (clock.GetUtcNow() + wait, order++));
        if (ReferenceEquals(due.Peek(), act))
        {
            Arm();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            due.Clear();
            if (timer.IsValueCreated)
            {
                timer.Value.Dispose();
            }
        }
    }

    private void Run()
    {
        lock (gate)
        {
            while (due.TryPeek(out var act, out var when) && when.At <= clock.GetUtcNow())
            {
                due.Dequeue();
                act();
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (!due.TryPeek(out _, out var next))
        {
            return;
        }

        var wait = next.At - clock.GetUtcNow();
        timer.Value.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, ShortestWait.Ticks, LongestWait.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
