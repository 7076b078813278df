namespace Latchwork.Dialects.Edge;

/// <summary>How a call stands to its limit.</summary>
/// <param name="Limit">Calls in a window.</param>
/// <param name="Remaining">Calls left after this one.</param>
/// <param name="FreeIn">Until the oldest counted call leaves the window.</param>
internal readonly record struct RateStanding(bool IsAdmitted, int Limit, int Remaining, TimeSpan FreeIn);

/// <summary>At most so many calls in any stretch of time as long as the window. Refused calls are not counted.</summary>
internal sealed class SlidingWindow(TimeProvider clock, TimeSpan window)
{
    private readonly Lock gate = new();
    private readonly Queue<long> calls = new();

    /// <summary>No call is inside the window any more.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                Forget();
                return calls.Count == 0;
            }
        }
    }

    /// <summary>Counts the call if there is room. The limit may differ from call to call: it follows the number of nodes.</summary>
    public RateStanding Take(int limit)
    {
        lock (gate)
        {
            Forget();
            var isAdmitted = calls.Count < limit;
            if (isAdmitted)
            {
                calls.Enqueue(clock.GetTimestamp());
            }

            return new RateStanding(isAdmitted, limit, Math.Max(0, limit - calls.Count), FreeIn());
        }
    }

    /// <summary>How it stands, without counting anything.</summary>
    public RateStanding Look(int limit)
    {
        lock (gate)
        {
            Forget();
            return new RateStanding(calls.Count < limit, limit, Math.Max(0, limit - calls.Count), FreeIn());
        }
    }

    private TimeSpan FreeIn() => calls.TryPeek(out var oldest) ? window - clock.GetElapsedTime(oldest) : window;

    private void Forget()
    {
        while (calls.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= window)
        {
            calls.Dequeue();
        }
    }
}
