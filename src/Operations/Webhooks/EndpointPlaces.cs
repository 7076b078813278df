namespace Latchwork.Operations.Webhooks;

/// <summary>How many deliveries a node sends to one endpoint at a time: one until it answers well, then twice as many each time, up to the limit.</summary>
internal sealed class EndpointPlaces(int most)
{
    private readonly Lock gate = new();
    private int allowed = 1;
    private int taken;

    /// <param name="isFailing">Then one at most.</param>
    public int Free(bool isFailing)
    {
        lock (gate)
        {
            return Math.Max(0, (isFailing ? 1 : allowed) - taken);
        }
    }

    public void Take()
    {
        lock (gate)
        {
            taken++;
        }
    }

    public void GiveBack(bool isAnswered)
    {
        lock (gate)
        {
            taken--;
            allowed = isAnswered ? Math.Min(most, allowed * 2) : 1;
        }
    }
}
