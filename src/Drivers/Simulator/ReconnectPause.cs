using Latchwork.Domain;

namespace Latchwork.Drivers.Simulator;

/// <summary>A pause that doubles from the shortest to the longest, each up to a quarter shorter or longer by its seed.</summary>
internal sealed class ReconnectPause(TimeSpan shortest, TimeSpan longest, Seed seed)
{
    private int doublings;

    public void Reset() => doublings = 0;

    public TimeSpan Next()
    {
        var grown = shortest * (1L << doublings);
        doublings = grown < longest ? doublings + 1 : doublings;
        return (grown < longest ? grown : longest) * (0.75 + (seed.Fraction() / 2));
    }

    /// <summary>Ends early, without a word, when it is cancelled.</summary>
    public async Task WaitAsync(TimeProvider clock, CancellationToken cancel) =>
        await Task.Delay(Next(), clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
