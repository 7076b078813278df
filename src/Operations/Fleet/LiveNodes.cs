namespace Latchwork.Operations.Fleet;

/// <summary>How many nodes serve now, this one included, as its last look at the table of nodes found them. Fleet tells, limits are divided by it (RL-5).</summary>
public sealed class LiveNodes
{
    private volatile int count = 1;

    /// <summary>At least 1.</summary>
    public int Count
    {
        get => count;
        set => count = Math.Max(1, value);
    }
}
