using System.Collections.Concurrent;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Fleet;

namespace Latchwork.Dialects.Edge;

/// <summary>Whose calls are counted together.</summary>
/// <param name="Of">The account, key or tenant; zero for all of a dialect.</param>
internal readonly record struct RateSubject(Surface Surface, Guid Of, RateClass Class);

/// <summary>Calls that are counted apart from others: bulk reads cannot starve motions (RL-5).</summary>
internal enum RateClass
{
    Calls,
    Motions,
    LookUps,
    LogIns,

    /// <summary>Calls that make or renew what a caller gets in with.</summary>
    Renewals,
}

/// <summary>Counts calls in sliding windows. Each node counts for itself, against its share of the limit (RL-5).</summary>
internal sealed class CallRates(TimeProvider clock, ILiveNodes nodes)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<RateSubject, SlidingWindow> windows = new();
    private long sweptAt = clock.GetTimestamp();

    /// <param name="subject">Whose call it is.</param>
    /// <param name="perMinute">For all nodes together.</param>
    public RateStanding Take(RateSubject subject, int perMinute)
    {
        SweepNowAndThen();
        return windows.GetOrAdd(subject, _ => new SlidingWindow(clock, Window)).Take(ShareOf(perMinute));
    }

    /// <summary>How a call would stand: for limits that count only what failed.</summary>
    public bool IsFull(RateSubject subject, int perMinute, out TimeSpan freeIn)
    {
        var standing = windows.TryGetValue(subject, out var window) ? window.Look(ShareOf(perMinute)) : new RateStanding(true, 0, 0, TimeSpan.Zero);
        freeIn = standing.FreeIn;
        return !standing.IsAdmitted;
    }

    private int ShareOf(int perMinute) => Math.Max(1, perMinute / Math.Max(1, nodes.Count));

    /// <summary>Forgets who has not called for a window, so that memory follows those who call.</summary>
    private void SweepNowAndThen()
    {
        var last = Interlocked.Read(ref sweptAt);
        if (clock.GetElapsedTime(last) < Window || Interlocked.CompareExchange(ref sweptAt, clock.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var (subject, window) in windows)
        {
            if (window.IsIdle)
            {
                windows.TryRemove(subject, out _);
            }
        }
    }
}

/// <summary>How many nodes serve now: limits that nodes count for themselves are divided by it.</summary>
internal interface ILiveNodes
{
    int Count { get; }
}

/// <summary>As Fleet sees them in the table of nodes.</summary>
internal sealed class NodesOfTheFleet(LiveNodes nodes) : ILiveNodes
{
    public int Count => nodes.Count;
}
