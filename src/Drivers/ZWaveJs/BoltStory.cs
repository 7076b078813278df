using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// A lock tells one motion twice: a value that changes, and a notification that says who or what did it. This makes one report of the two,
/// whichever comes first. While a bare change waits for its explanation, everything else of that lock waits behind it.
/// </summary>
/// <param name="gate">Held by all callers.</param>
internal sealed class BoltStory(Lock gate, TimeProvider clock, TimeSpan mergeWithin, Action<DeviceReport> tell)
{
    private readonly List<DeviceReport> behind = [];
    private DeviceReport.BoltMoved? held;
    private DeviceReport.BoltMoved? told;
    private long toldAt;
    private ITimer? patience;

    /// <summary>The bolt is somewhere else now; why is not known yet.</summary>
    public void Changed(DeviceReport.BoltMoved bare)
    {
        Release();
        held = bare;
        patience = clock.CreateTimer(_ => GiveUp(bare), null, mergeWithin, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The lock says what moved the bolt.</summary>
    public void Explained(DeviceReport.BoltMoved moved)
    {
        if (held?.State == moved.State)
        {
            held = moved;
            Release();
        }
        else if (moved != told || clock.GetElapsedTime(toldAt) > mergeWithin)
        {
            Release();
            Tell(moved);
        }
    }

    /// <summary>A jam has its own report, which also explains a bolt that came to rest nowhere.</summary>
    public void Jammed(DeviceReport.Jammed report)
    {
        if (held?.State == BoltState.Unknown)
        {
            held = null;
        }

        Release();
        tell(report);
    }

    public void Other(DeviceReport report)
    {
        if (held is null)
        {
            tell(report);
        }
        else
        {
            behind.Add(report);
        }
    }

    /// <summary>Tells what was held back.</summary>
    public void Settle() => Release();

    private void GiveUp(DeviceReport.BoltMoved bare)
    {
        lock (gate)
        {
            if (ReferenceEquals(held, bare))
            {
                Release();
            }
        }
    }

    private void Release()
    {
        patience?.Dispose();
        patience = null;
        if (held is { } moved)
        {
            held = null;
            Tell(moved);
        }

        behind.ForEach(tell);
        behind.Clear();
    }

    private void Tell(DeviceReport.BoltMoved moved)
    {
        (told, toldAt) = (moved, clock.GetTimestamp());
        tell(moved);
    }
}
