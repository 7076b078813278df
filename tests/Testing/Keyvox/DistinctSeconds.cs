namespace Latchwork.Testing.Keyvox;

/// <summary>
/// Dates within the usual skew, each another second than those before: what says the same in the same second is the same request (HM-7), and a call that was meant
/// as a new one would be answered from the first.
/// </summary>
public sealed class DistinctSeconds
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(280);

    private readonly Lock turn = new();
    private DateTimeOffset last = DateTimeOffset.MinValue;

    public DateTimeOffset Next()
    {
        lock (turn)
        {
            var now = TimeProvider.System.GetUtcNow();
            return last = last <= now - Skew ? now + Skew : last.AddSeconds(-1);
        }
    }
}
